import type { StudioErrorCode } from '../../domain/error-codes'
import { StudioError } from '../../domain/studio-error'

/** Rows under tags, counted by one command. */
export interface TaggedRows {
  /** When they were asked for, in milliseconds since the epoch: rows that landed before are counted. */
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

/** How a table is asked; both throw StudioError. */
export interface TableQuestions {
  readonly rows: () => Promise<number>
  readonly tagged: () => Promise<TaggedRows>
}

/** Tags are counted again after this long, even if the table has as many rows as before. */
const tagsMaximumAgeMs = 10_000
/** Counts of the table in one look, at most: other writers may move it all the time. */
const maximumCounts = 4

/** What a look at a table has to find out. */
export interface ReadingWants {
  /** Whether rows of the table itself are wanted, not only those under tags. */
  readonly rows: boolean
  readonly tags: readonly string[]
  /** Whether somebody needs the tags counted now. */
  readonly freshTags: boolean
}

/**
 * Looks at a table with as few commands as the truth allows.
 *
 * Counting the table is cheap, so that comes first. As long as the count stands still, nothing has landed, and the tags
 * are not counted. That would miss rows that land while as many others are dropped, so the tags still carry the moment at
 * which they were asked for, and are counted again every 10 s.
 *
 * No command counts both at one moment. So the two are asked in turn until two answers in a row of one kind agree: the
 * other kind's answer between them is then of the same moment.
 *
 * @param last The look before this one.
 * @throws StudioError `ClusterUnreachable` or `Canceled`; other failures are in the reading, since one of the two questions
 *   may be answered and the other not.
 */
export async function readTable(
  ask: TableQuestions,
  last: TableReading | undefined,
  wants: ReadingWants,
  now: () => number,
): Promise<TableReading> {
  const { tags } = wants
  if (tags.length === 0) {
    const rows = wants.rows ? await orError(ask.rows()) : null
    return { at: now(), rows, tagged: null }
  }
  const known = last === undefined ? null : taggedOf(last)
  let rows = await orError(ask.rows())
  const isCurrent =
    known !== null && tags.every((tag) => known.rows.has(tag)) && now() - known.askedAt < tagsMaximumAgeMs
  const isStill = typeof rows === 'number' && rows === last?.rows
  if (isCurrent && isStill && !wants.freshTags) return { at: now(), rows, tagged: known }

  let before = known
  for (let counts = 1; ; counts++) {
    const tagged = await orError(ask.tagged())
    const isLast = typeof rows !== 'number' || tagged instanceof StudioError || counts === maximumCounts
    // Without agreement the tags are the later ones, so that rows of ours never pass for those of other writers.
    if (isLast || isSame(before, tagged)) return { at: now(), rows, tagged }
    const after = await orError(ask.rows())
    if (after === rows || typeof after !== 'number') return { at: now(), rows, tagged }
    rows = after
    before = tagged
  }
}

/** The rows under tags that a reading has; null if it has none. */
export function taggedOf({ tagged }: TableReading): TaggedRows | null {
  return tagged instanceof StudioError ? null : tagged
}

function isSame(one: TaggedRows | null, other: TaggedRows): boolean {
  return one !== null && [...other.rows].every(([tag, rows]) => one.rows.get(tag) === rows)
}

/** After these failures the other question would fare no better. */
const endingCodes: ReadonlySet<StudioErrorCode> = new Set(['Canceled', 'ClusterUnreachable'])

async function orError<T>(answer: Promise<T>): Promise<T | StudioError> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof StudioError && !endingCodes.has(error.code)) return error
    throw error
  }
}
