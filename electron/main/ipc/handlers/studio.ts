import type { Settings } from '../../../domain/schema/settings'
import type { StudioServices } from '../../../services/studio-services'
import type { ChooseTarget } from '../../file-dialog'
import type { Link } from '../../links'
import type { LocalClusterSupervisor } from '../../local-cluster-supervisor'
import type { HandlersOf } from '../handler'

/** What these handlers need from the application. */
export interface StudioHost {
  readonly version: string
  readonly platform: string
  /** Makes the system's menus and dialogs follow the studio's theme. */
  applyTheme(theme: Settings['theme']): void
  openLink(link: Link): Promise<void>
  readonly chooseTarget: ChooseTarget
}

/** The first snapshot, settings and links. */
export function studioHandlers(
  { connection, settings }: StudioServices,
  cluster: LocalClusterSupervisor,
  host: StudioHost,
): HandlersOf<'studio/bootstrap' | 'settings/write' | 'link/open'> {
  return {
    'studio/bootstrap': () => ({
      version: host.version,
      platform: host.platform,
      settings: settings.read(),
      localCluster: cluster.info(),
      connection: connection.current(),
    }),
    'settings/write': async (change) => {
      const defined = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const written = await settings.write(defined)
      host.applyTheme(written.theme)
      return written
    },
    'link/open': async ({ link }) => {
      await host.openLink(link)
      return {}
    },
  }
}
