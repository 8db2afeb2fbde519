import { choiceWords, conversionWords } from '../../../../../electron/domain/finding-words'
import { dataFormats, formatFacts } from '../../../../../electron/domain/data-format'
import type { ColumnProfile, Finding } from '../../../../../electron/domain/schema/inspection'
import type { Encoding, FieldConversion, Reading } from '../../../../../electron/domain/schema/reading'
import {
  placeOf,
  type ColumnChange,
  type ReadingChange,
  type TargetDraft,
} from '../../../state/inspection/inspection'
import { withConversion } from '../../../state/inspection/conversions'
import { newColumn } from '../../../state/inspection/target-of'
import { findingsText, prepareText } from '../../../text/en-prepare'

/** A way to make a finding go away: the source is read, or the target made, in another way. */
export interface FindingAction {
  readonly label: string
  readonly change: {
    readonly reading?: ReadingChange
    readonly target?: Partial<TargetDraft>
    readonly column?: { readonly place: string; readonly change: ColumnChange }
  }
}

/** What the user can change so that a finding no longer holds. */
export function findingActions(
  finding: Finding,
  {
    draft,
    reading,
    columns,
  }: {
    readonly draft: TargetDraft
    readonly reading: Reading | null
    readonly columns: readonly ColumnProfile[]
  },
): readonly FindingAction[] {
  const column = columns.find(
    (one) => one.name === finding.column || newColumn(draft, one)?.name === finding.column,
  )
  const fact = (name: string): string | undefined => {
    const value = finding.facts?.[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
  switch (finding.kind) {
    case 'headerSeen':
      return [{ label: findingsText.isHeader, change: { reading: { ignoreFirstRecord: true } } }]
    case 'noHeader':
      return [{ label: findingsText.isData, change: { reading: { ignoreFirstRecord: false } } }]
    case 'preamble':
    case 'separatorLine': {
      const lines = Number(fact('lines') ?? finding.count)
      return [{ label: findingsText.skip(lines), change: { reading: { skipLines: lines } } }]
    }
    case 'commentLines': {
      const mark = fact('comment') ?? '#'
      return [{ label: findingsText.dropComments(mark), change: { reading: { comment: mark } } }]
    }
    case 'otherFormatThanNamed': {
      const format = dataFormats.find((one) => one === fact('format'))
      if (format === undefined || format === reading?.format) return []
      return [{ label: findingsText.readAs(formatFacts[format].label), change: { reading: { format } } }]
    }
    case 'encoding': {
      const encoding = (Object.keys(prepareText.encodings) as Encoding[]).find(
        (one) => one === fact('encoding'),
      )
      if (encoding === undefined) return []
      const label = findingsText.convertFrom(prepareText.encodings[encoding])
      return [{ label, change: { reading: { encoding } } }]
    }
    case 'backslashQuotes':
      return reading?.backslashQuotes === true
        ? []
        : [{ label: choiceWords.convert(), change: { reading: { backslashQuotes: true } } }]
    case 'extraField': {
      if (draft.table === null || draft.mapping !== null || column === undefined) return []
      const added = [...draft.added, { name: column.name, type: column.inferred }]
      return [{ label: findingsText.addColumn(column.name), change: { target: { added } } }]
    }
    case 'otherOrder':
      return draft.match === 'position'
        ? [{ label: findingsText.byName, change: { target: { match: 'name' } } }]
        : []
    default:
      return column === undefined
        ? []
        : [
            ...conversionActions(finding, column, reading),
            ...(draft.table === null ? typeActions(column, draft, reading) : []),
          ]
  }
}

/** Types that keep more of a new column's values than the one it has. */
function typeActions(
  column: ColumnProfile,
  draft: TargetDraft,
  reading: Reading | null,
): readonly FindingAction[] {
  const type = newColumn(draft, column)?.type
  const cost = column.choices.find((choice) => choice.type === type)?.lost ?? column.becomeNull
  return column.choices
    .filter((choice) => choice.type !== type && choice.lost < cost)
    .slice(0, 3)
    .map((choice) => ({
      label:
        choice.transform === undefined
          ? choiceWords.changeType(choice.type)
          : choiceWords.applyTransform(choice.transform),
      change: {
        column: { place: placeOf(column), change: { type: choice.type, transform: choice.transform } },
        ...(choice.conversion === undefined
          ? {}
          : { reading: withConversion(reading, column, choice.conversion) }),
      },
    }))
}

/** Values that the upload can rewrite into what the column takes. */
function conversionActions(
  finding: Finding,
  column: ColumnProfile,
  reading: Reading | null,
): readonly FindingAction[] {
  const named = finding.facts?.['conversion']
  const conversion = (Object.keys(conversionWords) as FieldConversion[]).find((one) => one === named)
  if (conversion === undefined || column.ordinal === undefined) return []
  const label = choiceWords.convert(conversionWords[conversion])
  return [{ label, change: { reading: withConversion(reading, column, conversion) } }]
}
