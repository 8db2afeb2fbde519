import type { StudioServices } from '../services/studio-services'
import type { Publish } from './ipc/publish'

/**
 * Tells a page what changes in its session. Events about the same thing share a key.
 *
 * @returns Ends it.
 */
export function publishServiceEvents(services: StudioServices, publish: Publish): () => void {
  const ends = [
    services.connection.onChange((connection) => publish('connection/changed', () => connection)),
    services.settings.onChange(() => publish('settings/changed', () => services.settings.read())),
    services.inspection.onChange((check) => publish('inspection/changed', () => check, check.lookId)),
    services.jobs.onChange((job) => publish('jobs/changed', () => job.snapshot(), job.jobId)),
    services.rowCounts.onChange((change) =>
      publish('table/rowCount', () => change.watch(), `${change.database} ${change.table}`),
    ),
  ]
  return () => ends.forEach((end) => end())
}
