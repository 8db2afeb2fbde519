import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/schema/job'

/** How to draw one of the four stages. */
interface StageProgress {
  /** 0 to 1. */
  readonly part: number
  readonly tone: 'done' | 'failed' | 'unknown' | 'quiet'
}

/** Upload, queue, batch, land. */
export type Stages = readonly [StageProgress, StageProgress, StageProgress, StageProgress]

/** Going through a source to leave records out comes before its upload, in the same bar. */
const leavingOutPart = 0.5

const stage = (part: number, tone: StageProgress['tone'] = 'done'): StageProgress => ({ part, tone })
const none = stage(0)
const full = stage(1)

/** The stages of one source at the moment `now`. */
export function sourceStages(source: SourceSnapshot, job: JobSnapshot, now: number): Stages {
  const { state } = source
  switch (state.kind) {
    case 'pending':
      return [none, none, none, none]
    case 'preparing':
      return [stage(0.04), none, none, none]
    case 'uploading': {
      if (state.separated !== undefined)
        return [stage(Math.max(0.04, state.separated * leavingOutPart)), none, none, none]
      if (state.converted !== undefined) {
        const share = ratio(state.converted.bytes, state.converted.of)
        return [stage(Math.max(0.04, share * leavingOutPart)), none, none, none]
      }
      const part = state.bytesTotal === null ? 0.5 : ratio(state.bytesSent, state.bytesTotal)
      return [stage(Math.max(0.04, part)), none, none, none]
    }
    case 'posting':
      return [full, stage(0.5), none, none]
    case 'queued': {
      const part = job.sealsAt === null ? 1 : ratio(now - state.queuedAt, job.sealsAt - state.queuedAt)
      return [full, full, stage(part), none]
    }
    case 'succeeded':
    case 'partiallySucceeded':
      return [full, full, full, state.kind === 'succeeded' ? full : stage(1, 'unknown')]
    case 'failed':
      return source.queuedAt === null
        ? [stage(1, 'failed'), none, none, none]
        : [full, full, full, stage(1, 'failed')]
    case 'unknown':
      return [full, full, stage(1, 'unknown'), stage(1, 'unknown')]
    case 'skipped':
    case 'canceled':
      return [stage(1, 'quiet'), none, none, none]
  }
}

/** The stages of a job of many sources: what share of them is past each. */
export function jobStages(job: JobSnapshot, now: number): Stages {
  const count = (...kinds: (keyof JobSnapshot['counts'])[]): number =>
    kinds.reduce((sum, kind) => sum + (job.counts[kind] ?? 0), 0) / Math.max(1, job.sourceCount)
  const landed = count('succeeded', 'partiallySucceeded')
  const settled = landed + count('failed', 'unknown')
  const queued = settled + count('queued')
  const opened = job.sources.find(({ state }) => state.kind === 'queued')?.queuedAt ?? null
  const batch = job.sealsAt === null || opened === null ? 0 : ratio(now - opened, job.sealsAt - opened)
  const tone = (job.counts.failed ?? 0) > 0 ? 'failed' : (job.counts.unknown ?? 0) > 0 ? 'unknown' : 'done'
  return [
    stage(queued + count('posting')),
    stage(queued),
    stage(settled + count('queued') * batch),
    stage(tone === 'done' ? landed : settled, tone),
  ]
}

function ratio(part: number, whole: number): number {
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, part / whole))
}
