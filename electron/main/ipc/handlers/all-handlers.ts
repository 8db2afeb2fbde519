import type { StudioServices } from '../../../services/studio-services'
import type { ChoosePaths } from '../../file-dialog'
import type { LocalClusterSupervisor } from '../../local-cluster-supervisor'
import type { Handlers } from '../handler'
import { catalogHandlers } from './catalog'
import { connectionHandlers, type ConnectionHost } from './connection'
import { historyHandlers } from './history'
import { inspectionHandlers } from './inspection'
import { jobHandlers } from './jobs'
import { queryHandlers } from './query'
import { rowCountHandlers, type VisibleWatch } from './row-counts'
import { snapshotHandlers } from './snapshots'
import { sourceHandlers } from './sources'
import { studioHandlers, type StudioHost } from './studio'

/** Maps every method in the contract to the services. */
export function createHandlers(
  services: StudioServices,
  cluster: LocalClusterSupervisor,
  choosePaths: ChoosePaths,
  host: StudioHost & ConnectionHost,
): { readonly handlers: Handlers; readonly visibility: VisibleWatch } {
  const { visibility, ...watching } = rowCountHandlers(services)
  const handlers: Handlers = {
    ...studioHandlers(services, cluster, host),
    ...connectionHandlers(services, cluster, host),
    ...catalogHandlers(services),
    ...sourceHandlers(services, choosePaths),
    ...inspectionHandlers(services),
    ...jobHandlers(services),
    ...historyHandlers(services, host.chooseSavePath),
    ...snapshotHandlers(services, host.chooseSavePath),
    ...queryHandlers(services, host.chooseSavePath),
    ...watching,
  }
  return { handlers, visibility }
}
