import type { QueuedVia } from '../domain/queued-via'
import type { SignInOptions } from './auth/sign-in-options'
import type { StartInspection } from './inspection/inspection-process'
import type { DrawPicture } from './snapshots/report/report-png'

/** What a host gives the services, and how they are to work. */
export interface StudioServicesOptions extends SignInOptions {
  /** Folder for settings, journal, log and temporary files; created if needed. */
  readonly homeFolder: string
  /** False leaves open jobs of earlier starts alone, to look at the journal only; true by default. */
  readonly resumeJobs?: boolean | undefined
  /** `read` looks at the journal while another process may change it, and starts or changes no job. */
  readonly journalUse?: 'read' | 'change' | undefined
  /** Uncompressed bytes to aim for in each blob; 256 MB by default. */
  readonly targetBlobBytes?: number | undefined
  /** How blobs are queued; the settings say it by default. */
  readonly via?: QueuedVia | undefined
  /** Starts the process that looks into sources. Injected by the host; without it, looking is refused. */
  readonly startInspection?: StartInspection | undefined
  /** The bundle of the thread that reads KQL; without it, the sources run. */
  readonly languageEntry?: string | undefined
  /** Draws the pictures of reports with the fonts of the system; without it, Latin letters only. */
  readonly drawPicture?: DrawPicture | undefined
  /** Whether the local cluster keeps its data in the home folder. */
  readonly keepsLocalCluster?: boolean | undefined
  /** Decides which clusters are shown as the local cluster. */
  readonly isLocalCluster?: ((clusterUri: string) => boolean) | undefined
  /** Gets failures that no caller sees; by default they go to `studio.log` in the home folder. */
  readonly log?: ((scope: string, message: string, error?: unknown) => void) | undefined
}
