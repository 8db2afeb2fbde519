import { bracketEntityName, quoteString } from '../entity-name'
import type { Column } from '../schema/table'
import { columnKind, hasNoValue, rowsOf, shapesOf } from './column-kind'

/** Columns that one query looks at, so that a wide table does not make a query that the service refuses. */
export const columnsAtOnce = 50
/** Most columns that a snapshot looks at. */
export const mostColumns = 300
/** Cells (rows times columns) of which those without a value are counted one by one; of more, a sample is taken. */
const mostCellsToCount = 20_000_000
/** Cells whose values are sorted into bins and told apart one by one; of more, a sample is taken. */
const mostCellsToSpread = 4_000_000
/** Rows of a sample. */
export const sampleRows = 100_000
/** The values of a column are listed if it has no more than this. */
export const mostValues = 60

/** Widths of a bin of time, in seconds. Each is a multiple of the one before, so that bins can be merged. */
const timeWidths: readonly number[] = [
  0.001,
  0.01,
  0.1,
  1,
  5,
  15,
  60,
  300,
  900,
  3600,
  10_800,
  21_600,
  43_200,
  ...Array.from({ length: 14 }, (_, power) => 86_400 * 2 ** power),
]
/** About how many bins a column gets. */
const wantedBins = 60

/** Whether all rows of a part are read, or a sample of them. */
interface PartScope {
  /** For rows without a value, and the range. */
  readonly countsAll: boolean
  /** For distinct values, and how they are spread. */
  readonly spreadsAll: boolean
}

/** Which rows a snapshot looks at. */
interface SnapshotScope {
  readonly table: string
  /** The ingestion's tag without `drop-by:`; its rows are told apart from all others. */
  readonly tag: string | null
  /** Null leaves the rows with the tag out. */
  readonly ours: PartScope | null
  readonly others: PartScope
}

/** How much of a part is read, so that a snapshot stays cheap however large the table is. */
export function partScope(rows: number, columns: number): PartScope {
  const isSmall = rows <= sampleRows
  const cells = rows * columns
  return {
    countsAll: isSmall || cells <= mostCellsToCount,
    spreadsAll: isSmall || cells <= mostCellsToSpread,
  }
}

/** How many rows and extents a table has, and their size (documents: .show table extents). */
export function extentsCommand(table: string, tag: string | null): string {
  const columns = [
    'Rows = sum(RowCount)',
    'Extents = count()',
    'Size = sum(ExtentSize)',
    'Original = sum(OriginalSize)',
  ]
  if (tag !== null) {
    const isOurs = `Tags has ${quoteString(`drop-by:${tag}`)}`
    columns.push(
      `OurRows = sumif(RowCount, ${isOurs})`,
      `OurExtents = countif(${isOurs})`,
      `OurSize = sumif(ExtentSize, ${isOurs})`,
      `OurOriginal = sumif(OriginalSize, ${isOurs})`,
    )
  }
  return `.show table ${bracketEntityName(table)} extents | summarize ${columns.join(', ')}`
}

/**
 * The query of a snapshot: for each part (`ours`, `others`) and column the rows without a value, the distinct values,
 * the range, and how the values are spread.
 *
 * It answers with rows of facts for each part (`Column` is -1), one row for each bin (`Bin` times `Width` is where it
 * begins) and one for each value of a column with few of them, or for each key of a dynamic one. The part `all` has the distinct values of both others
 * together. Widths grow with the range, and each divides the next, so the bins of two snapshots can be merged.
 *
 * @param columns At most {@link columnsAtOnce}; `Column` in the answer counts from `first`.
 */
export function snapshotQuery(scope: SnapshotScope, columns: readonly Column[], first = 0): string {
  const kinds = columns.map(({ type }) => columnKind(type))
  const scaled = kinds.flatMap((kind, index) => (kind === 'time' || kind === 'number' ? [index] : []))
  const listed = kinds.flatMap((kind, index) => (kind === 'values' ? [index] : []))
  const shaped = kinds.flatMap((kind, index) => (kind === 'shapes' ? [index] : []))
  const facts = columns.map((column, index) => factsOf(column, index))
  const distinct = columns.flatMap(({ type }, index) =>
    type === 'dynamic' ? [] : [`distinct${index} = dcount(c${index})`],
  )
  const rows = rowsWithParts(scope, columns, 'countsAll')
  const some = rowsWithParts(scope, columns, 'spreadsAll')
  const lets = [
    ...(kinds.includes('time') ? [timeWidthFunction()] : []),
    ...(kinds.includes('number') ? [numberWidthFunction] : []),
    `let AllRows = ${rows};`,
    `let SomeRows = ${some === rows ? 'AllRows' : some};`,
    `let Counts = materialize(AllRows | summarize ${['Rows = count()', ...facts].join(',\n    ')} by Part);`,
    `let Distincts = materialize(SomeRows | summarize ${['Rows = count()', ...distinct].join(',\n    ')} by Part);`,
    ...scaled.map((index) => widthOf(columns[index], index)),
    ...shaped.map(
      (index) =>
        `let k${index} = materialize(SomeRows | ${shapesOf(`c${index}`)} | summarize Rows = count() by Part, Value);`,
    ),
    ...listed.map((index) => `let d${index} = toscalar(Distincts | summarize max(distinct${index}));`),
  ]
  const legs = [
    '(Counts | project Part, Column = -1, Rows, Facts = pack_all())',
    '(Distincts | project Part, Column = -1, Rows, Spread = pack_all())',
    ...(scope.ours === null ? [] : [allLeg(distinct)]),
    ...scaled.map((index) => binsLeg(columns[index], index, first)),
    ...listed.map((index) => valuesLeg(index, first)),
    ...shaped.map((index) => shapesLeg(index, first)),
  ]
  return `${lets.join('\n')}\nunion\n${legs.join(',\n')}`
}

function allLeg(distinct: readonly string[]): string {
  return `(SomeRows | summarize ${['Rows = count()', ...distinct].join(', ')} | project Part = "all", Column = -1, Rows, Spread = pack_all())`
}

function rowsWithParts(
  { table, tag, ours, others }: SnapshotScope,
  columns: readonly Column[],
  level: keyof PartScope,
): string {
  const renamed = columns.map(({ name }, index) => `c${index} = ${bracketEntityName(name)}`)
  const part = (which: 'ours' | 'others', isWhole: boolean): string => {
    const sample = isWhole ? '' : ` | sample ${sampleRows}`
    return `${rowsOf(table, tag, which)}${sample} | project ${[`Part = "${which}"`, ...renamed].join(', ')}`
  }
  const rest = part('others', others[level])
  const rows = ours === null ? rest : `union\n    (${part('ours', ours[level])}),\n    (${rest})`
  // A sample has to be the same one wherever it is used.
  return (ours?.[level] ?? true) && others[level] ? rows : `materialize(${rows})`
}

function factsOf(column: Column, index: number): string {
  const kind = columnKind(column.type)
  const name = `c${index}`
  return [
    `nulls${index} = countif(${hasNoValue(column, name)})`,
    ...(kind === 'time' || kind === 'number'
      ? [`min${index} = min(${name})`, `max${index} = max(${name})`]
      : []),
    ...(kind === 'shapes'
      ? [`min${index} = min(array_length(${name}))`, `max${index} = max(array_length(${name}))`]
      : []),
  ].join(', ')
}

function widthOf(column: Column | undefined, index: number): string {
  const low = `min(min${index})`
  const high = `max(max${index})`
  const isTime = column !== undefined && columnKind(column.type) === 'time'
  const width = isTime
    ? 'timeWidth((high - low) / 1s)'
    : `numberWidth(todouble(high) - todouble(low), ${column?.type === 'int' || column?.type === 'long' ? '1.0' : '0.0'})`
  return `let w${index} = toscalar(Counts | summarize low = ${low}, high = ${high} | project ${width});`
}

function binsLeg(column: Column | undefined, index: number, first: number): string {
  const name = `c${index}`
  const type = column?.type
  const place =
    type === 'datetime'
      ? `(${name} - datetime(1970-01-01)) / 1s`
      : type === 'timespan'
        ? `${name} / 1s`
        : `todouble(${name})`
  const condition = type === 'real' ? `isfinite(${name})` : `isnotnull(${name})`
  return `(SomeRows | where ${condition} | summarize Rows = count() by Part, Bin = bin(${place} / w${index}, 1.0) | project Part, Column = ${first + index}, Bin, Width = w${index}, Rows)`
}

function valuesLeg(index: number, first: number): string {
  const name = `c${index}`
  return `(AllRows | where d${index} <= ${mostValues} | summarize Rows = count() by Part, Value = substring(tostring(${name}), 0, 100) | project Part, Column = ${first + index}, Value, Rows)`
}

function shapesLeg(index: number, first: number): string {
  return `(k${index} | where toscalar(k${index} | summarize dcount(Value)) <= ${mostValues} | project Part, Column = ${first + index}, Value = substring(Value, 0, 100), Rows)`
}

function timeWidthFunction(): string {
  const steps = timeWidths.map((width) => `span <= ${width * wantedBins}, ${realOf(width)}`)
  return `let timeWidth = (span: real) { case(${steps.join(', ')}, ${realOf((timeWidths.at(-1) ?? 1) * 2)}) };`
}

/**
 * A power of two: widths of two snapshots then divide each other. A whole number has bins of whole numbers. A single value
 * has a narrow bin, so that it does not widen those of values that come later.
 */
const numberWidthFunction = `let numberWidth = (span: real, least: real) { max_of(least, iff(span > 0.0, exp2(ceiling(log2(span / ${wantedBins}.0))), exp2(-20.0))) };`

function realOf(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}
