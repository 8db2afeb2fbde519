import { jobsOfTable } from './job-selectors'
import type { StudioState } from './studio-state'

/**
 * Which list has more to show than its usual place holds. `fewSources` are chosen files that need little; with
 * `jobsAlone`, the drop zone has nothing to list and gives way.
 */
type Room = 'sources' | 'fewSources' | 'jobs' | 'jobsAlone'

/** Up to this many chosen files leave the picture its size. */
const fewFiles = 4
/** More rows than these, and the list of ingestions gets more room, then that of the drop zone too. */
const fewIngestions = 2
const someIngestions = 4

/** Who gets the room; undefined if nobody needs more. */
export function whoNeedsRoom(state: StudioState): Room | undefined {
  const { tab, files, container, isQueryOpen } = state
  if (tab === 'files' && files.length > 0) return files.length > fewFiles ? 'sources' : 'fewSources'
  if (tab === 'blob' && container.kind === 'ready') return 'sources'
  const jobs = jobsOfTable(state.jobs, state.connection, state.target).length
  if (jobs <= fewIngestions) return undefined
  return tab === 'files' && jobs > someIngestions && !isQueryOpen ? 'jobsAlone' : 'jobs'
}
