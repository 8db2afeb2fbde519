import type { JobPorts } from '../../../electron/services/jobs/job-context'
import { WatchedJournal } from './journal-watch'
import { modelCounts } from './model-count'
import { modelPieces } from './model-pieces'
import type { VirtualTime } from './virtual-time'

/** The ports of one studio of the model: virtual time, and machines that answer in it. */
export function modelPorts(time: VirtualTime): JobPorts {
  return {
    clock: time.engineClock,
    counts: modelCounts,
    pieces: modelPieces,
    openJournal: (...parameters) => new WatchedJournal(...parameters),
  }
}
