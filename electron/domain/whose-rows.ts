import { sumKnown } from './row-accounting'
import type { HistoryEntry } from './schema/history'
import type { JobSnapshot } from './schema/job'
import { wholeNumber } from './words/phrases'

/*
 * Whose rows came into a table, or went. The words mean one thing everywhere:
 *
 * this ingestion         the rows under its own tag.
 * your other ingestions  rows that this studio's other ingestions brought in the same time, or that undoing them took.
 * other writers          everybody else: other programs, other people, other studios.
 *
 * “others” are both of the last two, where they cannot be told apart.
 */

/** What one ingestion says of its rows. */
export type OwnRows = Pick<HistoryEntry, 'tag' | 'createdAt' | 'endedAt' | 'undoneAt' | 'undoneRows'> & {
  readonly landed: number | null
}

/** The same of an ingestion as a window sees it. */
export function ownRowsOf(job: JobSnapshot): OwnRows {
  const { tag, createdAt, status, sources, rows, undoneAt = null, undoneRows = null } = job
  const isOpen = status === 'running' || status === 'paused' || status === 'needsAttention'
  const endedAt = sources.reduce((last, { settledAt }) => Math.max(last, settledAt ?? 0), createdAt)
  return { tag, createdAt, endedAt: isOpen ? null : endedAt, landed: rows.landed, undoneAt, undoneRows }
}

/** Whether an ingestion may have brought rows after another one began. */
export function isBeside({ endedAt }: Pick<OwnRows, 'endedAt'>, since: number): boolean {
  return endedAt === null || endedAt >= since
}

/**
 * The rows that a studio's other ingestions have in a table, without those that were there before an ingestion began.
 * Only differences between two moments mean anything: rows that have long landed are left out at both.
 *
 * @param since When the ingestion began, in milliseconds since the epoch.
 * @param rowsUnder Rows under a tag at the moment in question; undefined: what the ingestion itself knows counts.
 * @returns Null if the rows of one of them are not known. Negative if an undo took rows that were there before.
 */
export function rowsOfOthers(
  since: number,
  others: readonly OwnRows[],
  rowsUnder: (tag: string) => number | undefined = () => undefined,
): number | null {
  const rowsOf = (job: OwnRows): number | null => {
    if (isBeside(job, since)) return job.tag === null ? null : (rowsUnder(job.tag) ?? job.landed)
    const wasUndone = job.undoneAt !== null && job.undoneAt >= since
    if (!wasUndone) return 0
    return job.undoneRows === null ? null : -job.undoneRows
  }
  return sumKnown(others.map(rowsOf))
}

/** By whom a table changed, in rows. Null is not known. */
export interface RowShares {
  readonly change: number | null
  readonly ours: number | null
  /** All but this ingestion; the next two are its parts. */
  readonly others: number | null
  readonly otherIngestions: number | null
  readonly otherWriters: number | null
}

/** Two moments of a table; `own` is what {@link rowsOfOthers} says of each. */
export interface TwoMoments {
  readonly before: number | null
  readonly after: number | null
  readonly ownBefore: number | null
  readonly ownAfter: number | null
}

/**
 * Tells apart by whom a table changed between two moments.
 *
 * @param ours Rows of this ingestion that came in between.
 */
export function rowShares(moments: TwoMoments, ours: number | null): RowShares {
  const { before, after, ownBefore, ownAfter } = moments
  const change = before === null || after === null ? null : after - before
  const others = change === null || ours === null ? null : change - ours
  const own = ownBefore === null || ownAfter === null ? null : ownAfter - ownBefore
  const isKnown = others !== null && own !== null
  return {
    change,
    ours,
    others,
    otherIngestions: isKnown ? own : null,
    otherWriters: isKnown ? others - own : null,
  }
}

type Others = Pick<RowShares, 'others' | 'otherIngestions' | 'otherWriters'>

/** Who else changed a table, a phrase each: `+500 by your other ingestions`, `8 taken away by other writers`. */
export function othersPhrases({ others, otherIngestions, otherWriters }: Others): string[] {
  const phrase = (rows: number, who: string): string[] => {
    if (rows === 0) return []
    return [rows > 0 ? `+${wholeNumber(rows)} by ${who}` : `${wholeNumber(-rows)} taken away by ${who}`]
  }
  if (otherIngestions === null || otherWriters === null) return phrase(others ?? 0, othersNames.both)
  return [...phrase(otherIngestions, othersNames.ingestions), ...phrase(otherWriters, othersNames.writers)]
}

const othersNames = {
  ingestions: 'your other ingestions',
  writers: 'other writers',
  both: 'others',
} as const

/** What to call those whose rows are drawn as one: `your other ingestions`, `other writers`, or `others` for both. */
export function othersName({ otherIngestions, otherWriters }: Omit<Others, 'others'>): string {
  if (otherIngestions === null || otherWriters === null) return othersNames.both
  if (otherWriters === 0 && otherIngestions !== 0) return othersNames.ingestions
  return otherIngestions === 0 ? othersNames.writers : othersNames.both
}
