import { resolve } from 'node:path'
import type { ComparedColumn, Comparison } from '../domain/schema/comparison'
import { othersPhrases } from '../domain/whose-rows'
import { measureShares, sizeOf, type Measure } from '../domain/snapshot/measure-shares'
import { rangeWords } from '../domain/snapshot/range-words'
import type { StudioServices } from '../services/studio-services'
import type { StudioArguments } from './arguments'
import { journalJob } from './follow-job'
import type { Outcome } from './report-run'
import type { Terminal } from './terminal'

type Arguments<C extends StudioArguments['command']> = Extract<StudioArguments, { command: C }>

interface Context {
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/**
 * Compares a table before and after a job, or at two moments that were kept; without any of these, keeps how the table
 * is now and lists what is kept. Ends with 0.
 *
 * @throws StudioError `RequestInvalid` for a job or moment that is not known.
 */
export async function compare(
  args: Arguments<'compare'>,
  studio: StudioServices,
  { terminal, signal }: Context,
): Promise<Outcome> {
  const { about } = args
  if ('table' in about) {
    await studio.connection.open(about.cluster, signal)
    await studio.snapshots.take(about, signal)
    const heads = studio.snapshots.list(about)
    for (const head of heads) {
      const when = new Date(head.at).toISOString()
      terminal.result(
        args.json
          ? JSON.stringify(head)
          : `${head.snapshotId}  ${when}  ${whyKept[head.moment]}  ${number(head.rows)} rows`,
      )
    }
    return () => 0
  }
  if ('jobId' in about) journalJob(studio.jobs, about.jobId)
  const comparison = await studio.snapshots.compare(about, signal)
  terminal.result(args.json ? JSON.stringify(comparison) : comparisonLines(comparison).join('\n'))
  return () => 0
}

/** Writes a report to a file. @throws StudioError as {@link compare}, or if the file cannot be written. */
export async function report(
  args: Arguments<'report'>,
  studio: StudioServices,
  { terminal, signal }: Context,
): Promise<Outcome> {
  const { about, out, timeColumn } = args
  if ('jobId' in about) journalJob(studio.jobs, about.jobId)
  const path = resolve(out)
  const { undrawn } = await studio.snapshots.report({ moments: about, path, timeColumn }, signal)
  if (undrawn !== '')
    terminal.note(
      `The picture has “?” for ${[...undrawn].join(' ')}: its font lacks them. The window draws all letters.`,
    )
  terminal.result(args.json ? JSON.stringify({ command: 'report', path }) : `Written to ${path}`)
  return () => 0
}

const whyKept = { before: 'before', after: 'after ', byHand: 'kept  ' } as const

function comparisonLines(comparison: Comparison): string[] {
  const { rows, extents, columns, after, sampledOneOf } = comparison
  const measured = (measure: Measure): string =>
    [fromTo(measure), ...measureShares(measure, comparison, number).others].join(', ')
  const changed = columns.filter(({ changes }) => changes.length > 0)
  return [
    `${after.database}/${after.table}`,
    `  Rows      ${[fromTo(rows), ...othersPhrases(rows)].join(', ')}`,
    `  Bytes     ${measured(sizeOf(comparison))}`,
    `  Extents   ${measured(extents)}`,
    ...changed.map((column) => `  ${column.name}: ${changeWords(column)}`),
    `  ${changed.length} of ${columns.length} columns changed`,
    ...(sampledOneOf === null
      ? []
      : [`  Distinct values and spreads: sampled 1 of ${number(sampledOneOf)} rows`]),
  ]
}

function changeWords({ changes, newValues, type, after }: ComparedColumn): string {
  const words = changes.map((change) => change.words).join(', ')
  const detail = newValues.length > 0 ? newValues.join(', ') : after === null ? '' : rangeWords(type, after)
  return detail === '' ? words : `${words} (${detail})`
}

function fromTo({
  before,
  after,
}: {
  readonly before: number | null
  readonly after: number | null
}): string {
  if (after === null) return 'not known'
  if (before === null) return number(after)
  const change = after - before
  return `${number(after)}, from ${number(before)} (${change < 0 ? '−' : '+'}${number(Math.abs(change))})`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
