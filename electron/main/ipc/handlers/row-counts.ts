import type { TableRef } from '../../../domain/schema/table'
import type { StudioServices } from '../../../services/studio-services'
import type { HandlersOf } from '../handler'

/** Stops counting while nobody can see the chart. */
export interface VisibleWatch {
  /** The window is visible again: continues with the table that was watched. */
  resume(): void
  /** The window is hidden or minimized. */
  pause(): void
}

/** Watching a table's row count. */
export function rowCountHandlers({
  rowCounts,
}: StudioServices): HandlersOf<'table/watch' | 'table/unwatch'> & { readonly visibility: VisibleWatch } {
  let watched: TableRef | undefined
  return {
    'table/watch': (ref, signal) => {
      watched = ref
      return rowCounts.watch(ref, signal)
    },
    'table/unwatch': () => {
      watched = undefined
      rowCounts.unwatch()
      return {}
    },
    visibility: {
      resume: () => {
        // A cluster that is down reports itself through the watch's own error.
        if (watched !== undefined) rowCounts.watch(watched).catch(() => undefined)
      },
      pause: () => rowCounts.unwatch(),
    },
  }
}
