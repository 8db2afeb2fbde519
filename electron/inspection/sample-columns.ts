import { inferType } from '../domain/recognition/infer-type'
import type { ColumnProfile } from '../domain/schema/inspection'
import type { ScalarType } from '../domain/scalar-type'
import { unixEpochTicks } from '../local-cluster/time/ticks'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import type { Layout } from './layout'
import type { Probe } from './probe'
import type { Sample } from './sample'

/** What the sample says of one field. */
export interface SampleColumn {
  readonly inferred: ScalarType
  readonly choices: ColumnProfile['choices']
  readonly distribution: readonly number[]
}

/** Values that are looked at in all, and rows at most and at least. */
const mostCells = 6000
const mostRows = 2000
const leastRows = 50

const bins = 20
/** So much of a text is looked at, in characters. */
const longestText = 4000

/** Infers types and counts distributions, from some rows of every part of the sample. */
export async function sampleColumns(
  engine: DuckDbEngine,
  sample: Sample,
  probes: readonly Probe[],
): Promise<SampleColumn[]> {
  if (probes.length === 0) return []
  const rows = Math.max(leastRows, Math.min(mostRows, Math.floor(mostCells / probes.length)))
  const columns: string[][] = probes.map(() => [])
  const each = Math.ceil(rows / Math.max(1, sample.parts.length))
  for (const { relation, condition, hasLongTexts } of sample.parts) {
    // Of a thousand columns, each function costs a millisecond.
    const texts = probes.map(({ text }) => (hasLongTexts ? `left(${text}, ${longestText})` : text))
    const from = `(SELECT * FROM ${relation} WHERE ${condition} USING SAMPLE reservoir(${each} ROWS) REPEATABLE (7))`
    for (const row of await engine.rows(`SELECT ${texts.join(', ')} FROM ${from}`)) {
      for (const [index, cell] of row.entries()) {
        if (cell !== null && cell !== '') columns[index]?.push(String(cell).slice(0, longestText))
      }
    }
  }
  return probes.map((probe, index) => {
    const values = columns[index] ?? []
    const inFile = typeInFile(sample.layout, probe)
    const guess = inferType(values, { name: probe.name, isDelimited: sample.layout.kind === 'fields' })
    const { inferred, choices } = inFile === undefined ? guess : typeOfFile(inFile, guess.choices)
    return { inferred, choices, distribution: distributionOf(values, probe.type ?? inferred) }
  })
}

/** A type that the file itself says comes first. */
function typeOfFile(
  inferred: ScalarType,
  choices: SampleColumn['choices'],
): Pick<SampleColumn, 'inferred' | 'choices'> {
  const others = choices.filter(({ type, transform }) => type !== inferred || transform !== undefined)
  return { inferred, choices: [{ type: inferred, lost: 0 }, ...others] }
}

/** The type that a Parquet file itself says. */
function typeInFile(layout: Layout, { name }: Probe): ScalarType | undefined {
  if (layout.kind !== 'parquet') return undefined
  const type = layout.types.get(name)
  if (type === undefined) return undefined
  if (/^(TIMESTAMP|DATE)/.test(type)) return 'datetime'
  if (/^(TIME|INTERVAL)/.test(type)) return 'timespan'
  if (/^DECIMAL/.test(type)) return 'decimal'
  if (/^(STRUCT|MAP|UNION|JSON)|\[\d*\]$/.test(type)) return 'dynamic'
  const known: Readonly<Record<string, ScalarType>> = {
    BOOLEAN: 'bool',
    TINYINT: 'int',
    SMALLINT: 'int',
    INTEGER: 'int',
    UTINYINT: 'int',
    USMALLINT: 'int',
    UINTEGER: 'long',
    BIGINT: 'long',
    UBIGINT: 'decimal',
    HUGEINT: 'decimal',
    FLOAT: 'real',
    DOUBLE: 'real',
    UUID: 'guid',
  }
  return known[type] ?? 'string'
}

function distributionOf(values: readonly string[], type: ScalarType): number[] {
  const numbers = numbersOf(values, type)
  if (numbers === undefined) return frequencies(values)
  const finite = numbers.filter(Number.isFinite)
  if (finite.length === 0) return []
  const least = finite.reduce((left, right) => Math.min(left, right))
  const width = (finite.reduce((left, right) => Math.max(left, right)) - least) / bins
  if (width === 0) return [finite.length]
  const counts = new Array<number>(bins).fill(0)
  for (const value of finite) {
    const bin = Math.min(bins - 1, Math.floor((value - least) / width))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

/** The values as numbers; undefined for types without an order. */
function numbersOf(values: readonly string[], type: ScalarType): number[] | undefined {
  switch (type) {
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
      return values.map(Number)
    case 'datetime':
      return values.map((value) => Date.parse(value.replace(' ', 'T')) * 10_000 + Number(unixEpochTicks))
    default:
      return undefined
  }
}

function frequencies(values: readonly string[]): number[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts.values()].sort((left, right) => right - left).slice(0, bins)
}
