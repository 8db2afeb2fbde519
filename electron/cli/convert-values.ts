import { matchFields, mappingOf } from '../domain/column-matching'
import { conversionFor, openOrdersOf } from '../domain/conversion/conversion-for'
import { convertValue } from '../domain/conversion/convert-value'
import type { FieldConversion } from '../domain/conversion/field-conversion'
import type { ColumnProfile, Finding, Look, Target } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import type { ColumnSource } from '../domain/schema/table'
import { mappingTransforms } from '../domain/ingestion-mapping'
import { isWanted, wantedOrder, type Convertible } from './convert-switch'

/** How values are converted on the way: by the upload where records have fields, by a mapping where they have keys. */
export interface ValueConversion {
  readonly reading: Reading
  /** Null: none is needed for that. */
  readonly mapping: readonly ColumnSource[] | null
  /** Dates that could have been read in another order, to be told. */
  readonly taken: readonly Finding[]
}

/**
 * What `--convert` does about findings; null: nothing.
 *
 * @param about.columns The look's.
 * @param about.findings Those of the whole source, if it was read.
 */
export function valueConversion(
  about: Pick<Look, 'columns' | 'findings'> & { readonly reading: Reading; readonly target: Target },
  wanted: readonly Convertible[],
): ValueConversion | null {
  const { reading, target, columns, findings } = about
  const order = wantedOrder(wanted)
  const conversions = findings.flatMap((finding) => {
    const known = conversionFor(finding)
    const ordinal = columnOf(finding, columns)?.ordinal
    if (known === undefined || ordinal === undefined || !isWanted(known, wanted)) return []
    // Nobody but the user knows the order.
    if (openOrdersOf(finding) !== undefined && order === undefined) return []
    return [{ field: ordinal, as: known === 'dayFirst' ? (order ?? known) : known, finding }]
  })
  const fields = new Map(conversions.map(({ field, as }) => [field, { field, as }]))
  const transforms = wanted.includes('times') ? transformsOf(findings) : new Map<string, string>()
  if (fields.size === 0 && transforms.size === 0) return null
  return {
    reading: fields.size === 0 ? reading : { ...reading, conversions: [...fields.values()] },
    mapping: transforms.size === 0 ? null : withTransforms(about, target.mapping, transforms),
    taken: conversions.flatMap(({ as, finding }) => takenOf(finding, as)),
  }
}

/** What is told of dates that could be either. */
function takenOf(finding: Finding, as: FieldConversion): Finding[] {
  const { kind, effect, facts } = finding
  const isKnown = facts?.['order'] === 'dayFirst'
  // Those that become null beside others that do not can only have the day first.
  if (kind !== 'dayFirst' || (effect === 'null' && isKnown)) return []
  const why = isKnown && as === 'dayFirst' ? { why: 'others' } : {}
  const examples = finding.examples.map(({ value, ...place }) => ({
    ...place,
    value,
    becomes: value === null ? null : convertValue(value, as),
  }))
  return [{ ...finding, kind: 'datesTaken', effect: 'none', examples, facts: { order: as, ...why } }]
}

/** The transforms that turn numbers into times, by column. */
function transformsOf(findings: readonly Finding[]): ReadonlyMap<string, string> {
  return new Map(
    findings.flatMap(({ column, facts }) => {
      const transform = mappingTransforms.find((one) => one === facts?.['transform'])
      return column === null || transform === undefined ? [] : [[column, transform] as const]
    }),
  )
}

function withTransforms(
  {
    columns,
    reading,
    target,
  }: Pick<Look, 'columns'> & { readonly reading: Reading; readonly target: Target },
  own: readonly ColumnSource[] | null,
  transforms: ReadonlyMap<string, string>,
): ColumnSource[] {
  const match = matchFields(columns, target.columns, reading, target.match ?? 'name')
  const mapping = own ?? mappingOf(match, columns, target.columns, reading.format)
  return mapping.map((entry) => {
    const transform = transforms.get(entry.column)
    return transform === undefined ? entry : { ...entry, transform }
  })
}

function columnOf({ column }: Finding, columns: readonly ColumnProfile[]): ColumnProfile | undefined {
  return columns.find((one) => one.column === column) ?? columns.find(({ name }) => name === column)
}
