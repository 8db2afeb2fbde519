import type { Clock } from '../../domain/concurrency/clock'
import type { StudioErrorCode } from '../../domain/error-codes'
import { StudioError } from '../../domain/studio-error'

/** Rows under tags, counted by one command. */
export interface TaggedRows {
  /** When they were asked for, as `elapsed` of the clock tells it: rows that landed before are counted. */
  readonly askedAt: number
  /** Rows by tag; 0 for a tag that nothing carries. */
  readonly rows: ReadonlyMap<string, number>
}

/** What one look at a table found. */
export interface TableReading {
  /** When the look ended, in milliseconds since the epoch. */
  readonly at: number
  /** Rows in the whole table, or why they are not known; null if nobody asked. */
  readonly rows: number | StudioError | null
  /** Rows under the tags, of the same moment as `rows`; null if nobody asked for any tag. */
  readonly tagged: TaggedRows | StudioError | null
}

/** The two counts; both throw StudioError. */
interface TableQuestions {
  readonly rows: () => Promise<number>
  readonly tagged: () => Promise<TaggedRows>
}

/** Tags are counted again after this long, even if the table's row count is the same. */
const tagsMaximumAgeMs = 10_000
/** How often one look counts at most: other writers may change the table all the time. */
const maximumCounts = 4

/** What a look at a table has to find out. */
interface ReadingWants {
  /** Whether rows of the table itself are wanted, not only those under tags. */
  readonly rows: boolean
  readonly tags: readonly string[]
  /** Whether somebody needs the tags counted now. */
  readonly freshTags: boolean
}

/**
 * Counts a table's rows, and its rows under tags, with as few commands as possible.
 *
 * The table is counted first, because that is cheap. While that count stays the same, the last count of the tags is
 * used again: most likely nothing has landed. But some rows may have landed while as many were dropped. So a reading
 * says when its tags were counted, and they are counted anew after 10 s.
 *
 * One command cannot count both. To get both of the same moment, this counts the table and the tags in turn until one
 * of them gives the same answer twice in a row: then it did not change in between, which is when the other was counted.
 *
 * @param last The reading before this one.
 * @throws StudioError `ClusterUnreachable` or `Canceled`. Other failures are in the reading, because one count may
 *   fail and the other succeed.
 */
export async function readTable(
  ask: TableQuestions,
  last: TableReading | undefined,
  wants: ReadingWants,
  clock: Pick<Clock, 'now' | 'elapsed'>,
): Promise<TableReading> {
  const now = (): number => clock.now()
  const { tags } = wants
  if (tags.length === 0) {
    const rows = wants.rows ? await orError(ask.rows()) : null
    return { at: now(), rows, tagged: null }
  }
  const known = last === undefined ? null : taggedOf(last)
  let rows = await orError(ask.rows())
  const isCurrent =
    known !== null &&
    tags.every((tag) => known.rows.has(tag)) &&
    clock.elapsed() - known.askedAt < tagsMaximumAgeMs
  const isStill = typeof rows === 'number' && rows === last?.rows
  if (isCurrent && isStill && !wants.freshTags) return { at: now(), rows, tagged: known }

  let before = known
  for (let counts = 1; ; counts++) {
    const tagged = await orError(ask.tagged())
    const isLast = typeof rows !== 'number' || tagged instanceof StudioError || counts === maximumCounts
    // If no two counts agree, the tags were counted last. Our newest rows may then be missing from `rows`, but they are
    // never shown as rows of another writer.
    if (isLast || isSame(before, tagged)) return { at: now(), rows, tagged }
    const after = await orError(ask.rows())
    if (after === rows || typeof after !== 'number') return { at: now(), rows, tagged }
    rows = after
    before = tagged
  }
}

/** A reading's rows under tags; null if they were not asked for or could not be counted. */
export function taggedOf({ tagged }: TableReading): TaggedRows | null {
  return tagged instanceof StudioError ? null : tagged
}

function isSame(one: TaggedRows | null, other: TaggedRows): boolean {
  return one !== null && [...other.rows].every(([tag, rows]) => one.rows.get(tag) === rows)
}

/** After one of these failures, the other count would fail as well. */
const endingCodes: ReadonlySet<StudioErrorCode> = new Set(['Canceled', 'ClusterUnreachable'])

async function orError<T>(answer: Promise<T>): Promise<T | StudioError> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof StudioError && !endingCodes.has(error.code)) return error
    throw error
  }
}
