import type { PreviewRow, RowSelection } from '../domain/schema/inspection'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import type { RecordPlace } from './chunk'
import { monthFirst, planCells, type RowCells } from './cells'
import type { KeptRow, Part } from './part'
import type { Probe } from './probe'
import type { Sample } from './sample'
import type { Tally } from './tally'

/** Rows of a sample, all parts of which were added to `tallies`, with what will not arrive as it is written. */
export async function previewRows(
  engine: DuckDbEngine,
  sample: Sample,
  tallies: readonly Tally[],
  wanted: {
    readonly which: Exclude<RowSelection, 'findings'>
    readonly offset: number
    readonly limit: number
    readonly isDayFirst: (probe: Probe) => boolean
  },
): Promise<PreviewRow[]> {
  const { which, offset, limit } = wanted
  const [head, spread] = sample.parts
  const part = which === 'random' ? (spread ?? head) : head
  if (part === undefined) return []
  const numbered = `SELECT row_number() OVER () AS rn, * FROM ${part.relation}`
  const chosen = `SELECT * FROM (${numbered}) WHERE ${part.condition}`
  // Rows come in the order of the table of their own accord.
  const order = which === 'random' ? ' ORDER BY hash(rn)' : ''
  const cells = planCells(tallies)
  const rows = await engine.rows(
    `SELECT rn, ${cells.sql} FROM (${chosen}${order} LIMIT ${limit} OFFSET ${offset})${order}`,
  )
  const probes = tallies.map(({ probe }) => probe)
  const read = rows.map(([rn, ...values]) => ({ number: Number(rn), cells: cells.read(values) }))
  return await toPreview(part, probes, read, wanted.isDayFirst)
}

async function toPreview(
  part: Part,
  probes: readonly Probe[],
  rows: readonly { readonly number: number; readonly cells: RowCells }[],
  isDayFirst: (probe: Probe) => boolean,
): Promise<PreviewRow[]> {
  const sorted = rows.map(({ number }) => number).sort((left, right) => left - right)
  const found = await part.places(sorted)
  const places = new Map(found.map((place, index) => [sorted[index], place]))
  return rows.map(({ number, cells }) => {
    const place = places.get(number) ?? { record: null, line: null, raw: null }
    return previewRow(place, probes, cells, isDayFirst)
  })
}

function previewRow(
  { record, line, byte, raw }: RecordPlace,
  probes: readonly Probe[],
  { texts, states }: RowCells,
  isDayFirst: (probe: Probe) => boolean,
): PreviewRow {
  const marks = probes.flatMap((probe, index): PreviewRow['marks'][number][] => {
    const state = states.get(index)
    const text = texts[index] ?? ''
    // Nothing was there to be lost.
    if (state === 1 && isNothing(probe, text)) return []
    if (state === 1) return [{ index, effect: 'null', becomes: null }]
    if (state === 2) return [{ index, effect: 'cut', becomes: null }]
    if (state === 3) return [{ index, effect: 'changed', becomes: numberOf(probe, text) }]
    const becomes = probe.type === 'datetime' && isDayFirst(probe) ? monthFirst(text) : null
    return becomes === null ? [] : [{ index, effect: 'changed', becomes }]
  })
  return { record, line, ...(byte === undefined ? {} : { byte }), raw, cells: [...texts], marks }
}

/** The number that a text arrives as; null where that is not told. */
function numberOf({ type }: Probe, text: string): string | null {
  if (type === 'real') return String(Number(text))
  return type === 'int' || type === 'long' ? String(BigInt(text.trim().replace(/^\+/, ''))) : null
}

/** Whether a text that arrives as null stands for no value, and is counted as empty. */
function isNothing({ type }: Probe, text: string): boolean {
  const bare = text.trim()
  return bare === '' || (type === 'dynamic' && bare === 'null')
}

/** Rows that a check kept because something is found in them, by their place in the source. */
export function keptRows(
  rows: Iterable<KeptRow>,
  probes: readonly Probe[],
  isDayFirst: (probe: Probe) => boolean,
): PreviewRow[] {
  return [...rows]
    .sort((left, right) => (left.place.record ?? 0) - (right.place.record ?? 0))
    .map(({ place, cells, isOut }) => {
      const row = previewRow(place, probes, cells, isDayFirst)
      return isOut
        ? { ...row, marks: probes.map((_, index) => ({ index, effect: 'leftOut', becomes: null })) }
        : row
    })
}
