import type { StudioServices } from '../../../services/studio-services'
import type { ChoosePaths } from '../../file-dialog'
import type { LocalClusterSupervisor } from '../../local-cluster-supervisor'
import type { Handlers } from '../handler'
import { catalogHandlers } from './catalog'
import { connectionHandlers } from './connection'
import { inspectionHandlers } from './inspection'
import { jobHandlers } from './jobs'
import { queryHandlers } from './query'
import { rowCountHandlers, type VisibleWatch } from './row-counts'
import { sourceHandlers } from './sources'
import { studioHandlers, type StudioHost } from './studio'

/** Maps every method in the contract to the services. */
export function createHandlers(
  services: StudioServices,
  cluster: LocalClusterSupervisor,
  choosePaths: ChoosePaths,
  host: StudioHost,
): { readonly handlers: Handlers; readonly visibility: VisibleWatch } {
  const { visibility, ...watching } = rowCountHandlers(services)
  const handlers: Handlers = {
    ...studioHandlers(services, cluster, host),
    ...connectionHandlers(services, cluster),
    ...catalogHandlers(services),
    ...sourceHandlers(services, choosePaths),
    ...inspectionHandlers(services),
    ...jobHandlers(services),
    ...queryHandlers(services, host.chooseTarget),
    ...watching,
  }
  return { handlers, visibility }
}
