import type { StudioServices } from '../../../services/studio-services'
import type { ChooseSavePath } from '../../file-dialog'
import type { HandlersOf } from '../handler'

/** How tables were at some moments, and what changed between two. */
export function snapshotHandlers(
  { snapshots }: StudioServices,
  chooseSavePath: ChooseSavePath,
): HandlersOf<
  | 'snapshots/list'
  | 'snapshots/take'
  | 'snapshots/compare'
  | 'snapshots/changes'
  | 'snapshots/newRows'
  | 'snapshots/report'
> {
  return {
    'snapshots/list': (ref) => snapshots.list(ref),
    'snapshots/take': (ref, signal) => snapshots.take(ref, signal),
    'snapshots/compare': ({ moments }, signal) => snapshots.compare(moments, signal),
    'snapshots/changes': (job) => snapshots.changes(job),
    'snapshots/newRows': (job, signal) => snapshots.newRows(job, signal),
    'snapshots/report': async ({ moments, as, timeColumn }, signal) => {
      const { after } = await snapshots.compare(moments, signal)
      const path = await chooseSavePath(`${after.table}.${as}`, as)
      if (path !== null) await snapshots.report({ moments, path, timeColumn }, signal)
      return { path }
    },
  }
}
