import type { LinkPlace } from '../../../electron/domain/schema/studio-link'
import type { Trouble } from '../../../electron/domain/schema/trouble'
import type { StudioError } from '../../../electron/domain/studio-error'
import type { ConversionGroup, ConversionOrigin } from './inspection/conversion'

/** The one dialog or panel that is open. */
export type View =
  | { readonly kind: 'workspace' }
  /** With the place that a link leads to, which opens once its cluster is open. */
  | { readonly kind: 'connect'; readonly place?: LinkPlace }
  | { readonly kind: 'newTable' }
  | { readonly kind: 'policy' }
  | { readonly kind: 'schema' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'lastRow' }
  | { readonly kind: 'undo'; readonly jobId: string }
  | {
      readonly kind: 'convert'
      readonly groups: readonly ConversionGroup[]
      readonly origin: ConversionOrigin
    }
  | { readonly kind: 'runAgain'; readonly jobId: string }
  | { readonly kind: 'copyAs' }
  | { readonly kind: 'diagnostics' }
  | { readonly kind: 'blobUriNeeded'; readonly jobId: string; readonly sourceId: string }

/** Where the keyboard should go next; the feature that owns the place takes the request and clears it. */
type FocusRequest = 'pasteBox' | 'blobUri' | 'jobs' | 'query' | null

/** The three ways to add data. */
export const sourcesTabs = ['files', 'paste', 'blob'] as const
export type SourcesTab = (typeof sourcesTabs)[number]

/** What is open, and what is said to the user. */
export interface ViewSlice {
  readonly view: View
  readonly tab: SourcesTab
  readonly focusRequest: FocusRequest
  /** Why the user's last action failed, until it is dismissed or another action works. */
  readonly notice: StudioError | null
  /** What broke in the studio itself, until it is dismissed. */
  readonly trouble: Trouble | null
  /** Sentences that the live region has not spoken yet. */
  readonly announcements: readonly string[]
  openView(view: View): void
  closeView(): void
  chooseTab(tab: SourcesTab): void
  requestFocus(place: FocusRequest): void
  /** Shows a failure. `error` is whatever was thrown. */
  notify(error: unknown): void
  dismissNotice(): void
  receiveTrouble(trouble: Trouble): void
  dismissTrouble(): void
  /** Versions, settings, the last errors and the end of the log, without secrets and names. */
  readDiagnostics(signal: AbortSignal): Promise<string>
  /**
   * Runs an action of the user: shows why it failed, or clears what an earlier one left.
   *
   * @returns whether it worked.
   */
  attempt(action: () => Promise<void>): Promise<boolean>
  announce(sentence: string): void
  /** Takes the oldest sentence; undefined if there is none. */
  takeAnnouncement(): string | undefined
}
