import { jobsOfTable } from './job-selectors'
import type { StudioState } from './studio-state'

/**
 * Which list has more to show than its usual place holds. `fewSources` are chosen files that need little; with
 * `jobsAlone`, the drop zone has nothing to list and gives way.
 */
type Room = 'sources' | 'fewSources' | 'jobs' | 'jobsAlone'

/** Up to this many chosen files leave the picture its size. */
const fewFiles = 4
/** More rows than this and the list of ingestions gets more room. */
const fewIngestions = 2

/** Who gets the room; undefined if nobody needs more. */
export function whoNeedsRoom(state: StudioState): Room | undefined {
  const { tab, files, container, isQueryOpen } = state
  if (tab === 'files' && files.length > 0) return files.length > fewFiles ? 'sources' : 'fewSources'
  if (tab === 'blob' && container.kind === 'ready') return 'sources'
  if (jobsOfTable(state.jobs, state.connection, state.target).length <= fewIngestions) return undefined
  return tab === 'files' && !isQueryOpen ? 'jobsAlone' : 'jobs'
}
