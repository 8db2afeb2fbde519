import { toStudioError } from '../to-studio-error'
import type { ViewSlice } from '../view'
import type { StudioSlice } from './slice'

/** At most this many sentences wait; older ones are dropped, so that speech never lags far behind. */
const announcementLimit = 5

/** Makes the slice of what is open and what is said. */
export const createViewSlice: StudioSlice<ViewSlice> = (set, get, { client }) => ({
  view: { kind: 'workspace' },
  tab: 'files',
  focusRequest: null,
  notice: null,
  trouble: null,
  announcements: [],
  openView: (view) => set({ view }),
  closeView: () => set({ view: { kind: 'workspace' } }),
  chooseTab: (tab) => set({ tab }),
  requestFocus: (focusRequest) => set({ focusRequest }),
  notify: (error) => set({ notice: toStudioError(error) }),
  dismissNotice: () => set({ notice: null }),
  receiveTrouble: (trouble) => {
    const before = get().trouble
    const times = trouble.times + (before?.part === trouble.part ? before.times : 0)
    set({ trouble: { ...trouble, times } })
  },
  dismissTrouble: () => set({ trouble: null }),
  readDiagnostics: async (signal) => (await client.call('studio/diagnostics', {}, signal)).text,
  attempt: async (action) => {
    try {
      await action()
      get().dismissNotice()
      return true
    } catch (error) {
      get().notify(error)
      return false
    }
  },
  announce: (sentence) =>
    set({ announcements: [...get().announcements, sentence].slice(-announcementLimit) }),
  takeAnnouncement: () => {
    const [first, ...rest] = get().announcements
    if (first !== undefined) set({ announcements: rest })
    return first
  },
})
