import type { JobSnapshot, SourceSnapshot } from '../../../electron/domain/schema/job'
import type { ModelService } from './model-service'
import type { ModelJob } from './model-sources'
import type { ModelStudio } from './model-studio'

/** What the oracles look at. */
export interface ModelOutcome {
  readonly jobs: readonly ModelJob[]
  readonly service: ModelService
  readonly studio: ModelStudio
}

/** Everything that is wrong with a studio, a table and a journal that have come to rest. */
export function findFaults(run: ModelOutcome, snapshots: readonly JobSnapshot[]): string[] {
  const faults = rowFaults(run, snapshots)
  for (const job of run.jobs) {
    const snapshot = snapshots.find(({ jobId }) => jobId === job.jobId)
    if (snapshot === undefined) faults.push(`Job ${job.jobId} is not in the list`)
    else faults.push(...jobFaults(run, job, snapshot))
  }
  return faults
}

/** Doubled, torn and foreign rows of the whole table. */
function rowFaults(run: ModelOutcome, snapshots: readonly JobSnapshot[]): string[] {
  const faults: string[] = []
  const known = new Map<string, ModelJob>()
  for (const job of run.jobs) {
    for (const { records } of job.sources) for (const record of records) known.set(record, job)
  }
  const seen = new Set<string>()
  for (const { rows, tags } of run.service.extents) {
    for (const row of rows) {
      const job = known.get(row)
      if (job === undefined) faults.push(`A row is torn or foreign: ${JSON.stringify(row)}`)
      else {
        const tag = snapshots.find(({ jobId }) => jobId === job.jobId)?.tag
        const isOthers = tags.some((own) => own !== `drop-by:${tag}`)
        if (isOthers) faults.push(`A row carries the tag of another job: ${row}`)
      }
      if (seen.has(row)) faults.push(`A row is there twice: ${row}`)
      seen.add(row)
    }
  }
  return faults
}

function jobFaults(run: ModelOutcome, job: ModelJob, snapshot: JobSnapshot): string[] {
  const faults: string[] = []
  const inTable = new Set(run.service.extents.flatMap(({ rows }) => rows))
  const tag = `drop-by:${snapshot.tag}`
  const tagging = run.service.visible().filter(({ tags }) => tags.includes(tag))
  const taggedRows = new Set(tagging.flatMap(({ rows }) => rows))
  const tagged = tagging.reduce((sum, { rows }) => sum + rows.length, 0)
  const { rows: account, status } = snapshot
  const label = `Job ${run.jobs.indexOf(job)} (${status})`
  if (status === 'undone') {
    if (tagged > 0) faults.push(`${label} was undone, but ${tagged} rows are there`)
    return faults
  }
  snapshot.sources.forEach((source, index) => {
    const records = job.sources[index]?.records ?? []
    const found = records.filter((record) => inTable.has(record)).length
    const { kind } = source.state
    const name = `${label} source ${index} (${kind})`
    // After an undo that was broken off only the count of the job's rows tells; it is looked at below.
    const mayBeUndone = run.service.droppedTags.has(tag)
    if (kind === 'succeeded' && found < records.length && !mayBeUndone) {
      faults.push(`${name} lost ${records.length - found} of ${records.length} rows`)
    }
    if (source.state.kind === 'failed' && source.state.error.code === 'Unexpected') {
      faults.push(`${name} fails without a reason: ${source.state.error.message}`)
    }
    if ((kind === 'canceled' || kind === 'skipped') && found > 0) faults.push(`${name} has ${found} rows`)
    if (kind === 'failed' && found === records.length && found > 0) faults.push(`${name} has all its rows`)
    const { expected, landed, refused } = source.rows
    if (expected !== null && expected !== records.length) {
      faults.push(`${name} expects ${expected} of ${records.length} records`)
    }
    const underTag = records.filter((record) => taggedRows.has(record)).length
    // Where the user has stopped waiting, the last count is shown as what it is: of then.
    const isOld = isLeftAlone(source) && (landed ?? 0) < found
    if (landed !== null && landed !== found && landed !== underTag && !isOld)
      faults.push(`${name} says that ${landed} landed, not ${found}`)
    if (refused !== null && refused > records.length - found) {
      faults.push(`${name} says that ${refused} were refused, but ${found} of ${records.length} are there`)
    }
  })
  const isStale = snapshot.sources.some(isLeftAlone) && (account.landed ?? 0) < tagged
  if (account.landed !== null && account.landed !== tagged && !isStale) {
    faults.push(`${label} says that ${account.landed} rows landed, not ${tagged}`)
  }
  return faults
}

function isLeftAlone({ state }: SourceSnapshot): boolean {
  return state.kind === 'unknown' && state.reason === 'stoppedWaiting'
}

/** What the next start would read must be what is shown. */
export function findJournalFaults(run: ModelOutcome, snapshots: readonly JobSnapshot[]): string[] {
  const read = run.studio.readCopy((jobs) => jobs.list({ limit: 100 }))
  const faults: string[] = []
  for (const shown of snapshots) {
    const written = read.find(({ jobId }) => jobId === shown.jobId)
    if (written === undefined) faults.push(`The journal does not have job ${shown.jobId}`)
    else faults.push(...differences(comparable(shown), comparable(written)))
  }
  return faults
}

function differences(
  shown: Readonly<Record<string, unknown>>,
  written: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(shown).flatMap((key) => {
    const [is, says] = [JSON.stringify(shown[key]), JSON.stringify(written[key])]
    return is === says ? [] : [`The journal says ${key} ${says}, not ${is}`]
  })
}

/** Without what is of one process only. */
function comparable(snapshot: JobSnapshot): Readonly<Record<string, unknown>> {
  const sources = snapshot.sources.map((source) => ({ ...source, uploadRate: null }))
  return { ...snapshot, revision: 0, sources }
}
