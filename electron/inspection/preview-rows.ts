import type { PreviewRow, RowSelection } from '../domain/schema/inspection'
import type { Cell } from '../local-cluster/answers/result-table'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import type { RecordPlace } from './chunk'
import { cellsSql, monthFirst } from './cells'
import type { KeptRow, Part } from './part-check'
import type { Probe } from './probe'
import type { Sample } from './sample'

/** Rows of a sample with what will not arrive as it is written. */
export async function previewRows(
  engine: DuckDbEngine,
  sample: Sample,
  probes: readonly Probe[],
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
  const order = which === 'random' ? 'hash(rn)' : 'rn'
  const rows = await engine.rows(
    `SELECT rn, ${cellsSql(probes)} FROM (${chosen} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}) ORDER BY ${order}`,
  )
  return await toPreview(part, probes, rows, wanted.isDayFirst)
}

async function toPreview(
  part: Part,
  probes: readonly Probe[],
  rows: readonly (readonly Cell[])[],
  isDayFirst: (probe: Probe) => boolean,
): Promise<PreviewRow[]> {
  const numbers = rows.map(([rn]) => Number(rn))
  const sorted = [...numbers].sort((left, right) => left - right)
  const found = await part.places(sorted)
  const places = new Map(found.map((place, index) => [sorted[index], place]))
  return rows.map(([rn, ...values]) => {
    const place = places.get(Number(rn)) ?? { record: null, line: null, raw: null }
    return previewRow(place, probes, values, isDayFirst)
  })
}

/** The row of a record, from what {@link cellsSql} gave. */
function previewRow(
  { record, line, byte, raw }: RecordPlace,
  probes: readonly Probe[],
  values: readonly Cell[],
  isDayFirst: (probe: Probe) => boolean,
): PreviewRow {
  const cells = probes.map((_, index) => values[2 * index] as string | null)
  const marks = probes.flatMap((probe, index): PreviewRow['marks'][number][] => {
    const state = values[2 * index + 1]
    const text = cells[index] ?? ''
    // Nothing was there to be lost.
    if (state === 1 && isNothing(probe, text)) return []
    if (state === 1) return [{ index, effect: 'null', becomes: null }]
    if (state === 2) return [{ index, effect: 'cut', becomes: null }]
    if (state === 3)
      return [{ index, effect: 'changed', becomes: probe.type === 'real' ? String(Number(text)) : null }]
    const becomes = probe.type === 'datetime' && isDayFirst(probe) ? monthFirst(text) : null
    return becomes === null ? [] : [{ index, effect: 'changed', becomes }]
  })
  return { record, line, ...(byte === undefined ? {} : { byte }), raw, cells, marks }
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
    .map(({ place, values, isOut }) => {
      const row = previewRow(place, probes, values, isDayFirst)
      return isOut
        ? { ...row, marks: probes.map((_, index) => ({ index, effect: 'leftOut', becomes: null })) }
        : row
    })
}
