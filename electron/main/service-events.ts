import type { StudioServices } from '../services/studio-services'
import type { Publish } from './ipc/publish'

/** Tells the page what changes in the services. Events about the same thing share a key. */
export function publishServiceEvents(services: StudioServices, publish: Publish): void {
  services.connection.onChange((connection) => publish('connection/changed', () => connection))
  services.jobs.onChange((job) => publish('jobs/changed', () => job.snapshot(), job.jobId))
  services.rowCounts.onChange((change) =>
    publish('table/rowCount', () => change.watch(), `${change.database} ${change.table}`),
  )
}
