import type { OpenedLink } from '../../../domain/schema/studio-link'
import type { LowDisk } from '../../../domain/schema/low-disk'
import type { Trouble } from '../../../domain/schema/trouble'
import type { Settings } from '../../../domain/schema/settings'
import type { StudioServices } from '../../../services/studio-services'
import type { ChooseSavePath } from '../../file-dialog'
import type { Link } from '../../links'
import { clusterKey, localClusterName } from '../../../domain/cluster-uri'
import type { LocalClusterSupervisor } from '../../local-cluster-supervisor'
import type { HandlersOf } from '../handler'

/** What these handlers need from the application. */
export interface StudioHost {
  readonly version: string
  readonly platform: string
  /** Makes the system's menus and dialogs follow the studio's theme. */
  applyTheme(theme: Settings['theme']): void
  openLink(link: Link): Promise<void>
  /** Opens another window, which opens this cluster first. */
  openWindow(firstCluster: string): void
  /** The cluster that this window opens first. */
  readonly firstCluster: string
  /** The link that waits for a page, once. */
  takeLink(): OpenedLink | null
  /** What the user sees of a journal that cannot be used; null if it can. */
  readonly readOnly: { readonly jobs: number; readonly isWhole: boolean } | null
  /** A disk that is nearly full. */
  lowDisk(): LowDisk | null
  /** What broke while this window's page was not there, once. */
  takeTrouble(): Trouble | null
  /** What can be shown to others about this studio and this machine. */
  writeDiagnostics(): Promise<string>
  readonly chooseSavePath: ChooseSavePath
}

/** The first snapshot, settings and links. */
export function studioHandlers(
  { connection, settings }: StudioServices,
  cluster: LocalClusterSupervisor,
  host: StudioHost,
): HandlersOf<'studio/bootstrap' | 'studio/diagnostics' | 'window/open' | 'settings/write' | 'link/open'> {
  return {
    'studio/bootstrap': () => ({
      version: host.version,
      platform: host.platform,
      settings: settings.read(),
      localCluster: cluster.info(),
      connection: connection.current(),
      firstCluster: host.firstCluster,
      openedLink: host.takeLink(),
      readOnly: host.readOnly,
      lowDisk: host.lowDisk(),
      trouble: host.takeTrouble(),
    }),
    'studio/diagnostics': async () => ({ text: await host.writeDiagnostics() }),
    'window/open': () => {
      const open = connection.current()
      host.openWindow(open === null ? localClusterName : clusterKey(open))
      return {}
    },
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
