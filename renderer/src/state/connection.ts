import type { LowDisk } from '../../../electron/domain/schema/low-disk'
import type {
  Connection,
  LocalClusterStatus,
  SignInRequest,
} from '../../../electron/domain/schema/connection'
import type { CheckedHost } from '../../../electron/domain/checked-host'
import type { HostCheck } from '../../../electron/domain/schema/connection-check'
import type { StudioError } from '../../../electron/domain/studio-error'

/** The cluster that the window works with, and the health of the local one. */
export interface ConnectionSlice {
  readonly version: string
  readonly platform: string
  readonly connection: Connection | null
  readonly localCluster: LocalClusterStatus | null
  /** A disk that is nearly full. */
  readonly lowDisk: LowDisk | null
  /** Set if nothing may change: how many ingestions could be read of the journal, and whether that is all of it. */
  readonly readOnly: { readonly jobs: number; readonly isWhole: boolean } | null
  /** The cluster that is being opened; null if none is. */
  readonly opening: string | null
  /** Whether a dialog of the system asks about the cluster that is opened or checked. */
  readonly isAskedAbout: boolean
  /** Why the last cluster could not be opened; null once another attempt starts. */
  readonly connectionError: StudioError | null
  /** Comes first: asks for settings and connection, and opens the window's first cluster if none is open. */
  start(): Promise<void>
  /** Opens a cluster by its URI, or `local`. The one that was open stays until the new one answers. */
  openCluster(clusterUri: string): Promise<boolean>
  cancelOpening(): void
  /** Checks one of a cluster's hosts. @throws StudioError `Canceled`, or what is wrong with the URI. */
  checkHost(clusterUri: string, host: CheckedHost, signal: AbortSignal): Promise<HostCheck>
  /** @returns Whether somebody is signed in now. */
  signIn(request: SignInRequest): Promise<boolean>
  /** Opens the page where the code of a sign-in is entered. */
  openDevicePage(): Promise<void>
  cancelSignIn(): void
  signOut(): Promise<void>
  restartLocalCluster(): Promise<void>
  /** Opens another window on the same cluster. */
  openWindow(): Promise<void>
  /** Takes what an event said. */
  receiveConnection(connection: Connection): void
  receiveAsking(isAsking: boolean): void
  receiveLowDisk(low: LowDisk | null): void
  receiveLocalCluster(status: LocalClusterStatus): void
}
