import { matchFields, mappingOf } from '../domain/column-matching'
import { conversionFor } from '../domain/conversion/conversion-for'
import type { ColumnProfile, Finding, Look, Target } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import type { ColumnSource } from '../domain/schema/table'
import { mappingTransforms } from '../domain/ingestion-mapping'
import { convertibleOf, type Convertible } from './convert-switch'

/** How values are converted on the way: by the upload where records have fields, by a mapping where they have keys. */
export interface ValueConversion {
  readonly reading: Reading
  /** Null: none is needed for that. */
  readonly mapping: readonly ColumnSource[] | null
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
  const conversions = findings.flatMap((finding) => {
    const as = conversionFor(finding)
    const ordinal = columnOf(finding, columns)?.ordinal
    if (as === undefined || ordinal === undefined || !wanted.includes(convertibleOf[as])) return []
    return [{ field: ordinal, as }]
  })
  const fields = new Map(conversions.map((one) => [one.field, one]))
  const transforms = wanted.includes('times') ? transformsOf(findings) : new Map<string, string>()
  if (fields.size === 0 && transforms.size === 0) return null
  return {
    reading: fields.size === 0 ? reading : { ...reading, conversions: [...fields.values()] },
    mapping: transforms.size === 0 ? null : withTransforms(about, target.mapping, transforms),
  }
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
