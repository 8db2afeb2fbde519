import type { StudioError } from '../../../electron/domain/studio-error'
import type { StudioSlice } from './slice'

/** The one dialog or panel that is open. */
export type View =
  | { readonly kind: 'workspace' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'newTable' }
  | { readonly kind: 'policy' }
  | { readonly kind: 'schema' }
  | { readonly kind: 'query' }
  | { readonly kind: 'lastRow' }
  | { readonly kind: 'undo'; readonly jobId: string }
  | { readonly kind: 'blobUriNeeded'; readonly jobId: string; readonly sourceId: string }

/** Where the keyboard should go next; a feature that owns the place takes it and clears it. */
export type FocusRequest = 'pasteBox' | 'blobUri' | 'jobs' | null

/** What is shown over the workspace, and what is said to a screen reader. */
export interface ViewSlice {
  readonly view: View
  readonly focusRequest: FocusRequest
  /** An action that failed, until it is dismissed or another one works. */
  readonly notice: StudioError | null
  /** Sentences for the live region that were not spoken yet. */
  readonly announcements: readonly string[]
  openView(view: View): void
  closeView(): void
  requestFocus(place: FocusRequest): void
  dismissNotice(): void
  announce(sentence: string): void
  /** Takes the oldest sentence; undefined when there is none. */
  takeAnnouncement(): string | undefined
}

/** Sentences that wait to be spoken; older ones give way, so that speech never lags far behind. */
const announcementLimit = 5

/** Makes the slice of what is open and what is said. */
export const createViewSlice: StudioSlice<ViewSlice> = (set, get) => ({
  view: { kind: 'workspace' },
  focusRequest: null,
  notice: null,
  announcements: [],
  openView: (view) => set({ view }),
  closeView: () => set({ view: { kind: 'workspace' } }),
  requestFocus: (focusRequest) => set({ focusRequest }),
  dismissNotice: () => set({ notice: null }),
  announce: (sentence) =>
    set((state) => ({ announcements: [...state.announcements, sentence].slice(-announcementLimit) })),
  takeAnnouncement: () => {
    const [first, ...rest] = get().announcements
    if (first !== undefined) set({ announcements: rest })
    return first
  },
})
