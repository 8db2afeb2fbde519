import type { LowDisk } from '../../../electron/domain/schema/low-disk'
import type { Connection, LocalClusterStatus } from '../../../electron/domain/schema/connection'
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
  /** Why the last cluster could not be opened; null once another attempt starts. */
  readonly connectionError: StudioError | null
  /** Comes first: asks for settings and connection, and opens the window's first cluster if none is open. */
  start(): Promise<void>
  /** Opens a cluster by its URI, or `local`. The one that was open stays until the new one answers. */
  openCluster(clusterUri: string): Promise<boolean>
  cancelOpening(): void
  signIn(): Promise<void>
  cancelSignIn(): void
  signOut(): Promise<void>
  restartLocalCluster(): Promise<void>
  /** Opens another window on the same cluster. */
  openWindow(): Promise<void>
  /** Takes what an event said. */
  receiveConnection(connection: Connection): void
  receiveLowDisk(low: LowDisk | null): void
  receiveLocalCluster(status: LocalClusterStatus): void
}
