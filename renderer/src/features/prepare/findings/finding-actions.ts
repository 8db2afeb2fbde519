import { conversionFor, openOrdersOf } from '../../../../../electron/domain/conversion/conversion-for'
import { choiceWords, conversionWords } from '../../../../../electron/domain/finding-words'
import { dataFormats, formatFacts } from '../../../../../electron/domain/data-format'
import type { ColumnProfile, Finding } from '../../../../../electron/domain/schema/inspection'
import type { Encoding, Reading } from '../../../../../electron/domain/schema/reading'
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
interface FindingAction {
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
    canConvert,
  }: {
    readonly draft: TargetDraft
    readonly reading: Reading | null
    readonly columns: readonly ColumnProfile[]
    /** Whether the studio sends the bytes, and so can convert them. */
    readonly canConvert: boolean
  },
): readonly FindingAction[] {
  const column = columns.find(
    (one) => one.name === finding.column || newColumn(draft, one)?.name === finding.column,
  )
  const fact = (name: string): string | undefined => {
    const value = finding.facts?.[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
  if (!canConvert && converting.has(finding.kind)) return []
  switch (finding.kind) {
    case 'headerSeen':
      return [{ label: findingsText.isHeader, change: { reading: { ignoreFirstRecord: true } } }]
    case 'maybeHeader':
      return [
        { label: findingsText.isHeader, change: { reading: { ignoreFirstRecord: true } } },
        { label: findingsText.isData, change: { reading: { ignoreFirstRecord: false } } },
      ]
    case 'noHeader':
      return [{ label: findingsText.isData, change: { reading: { ignoreFirstRecord: false } } }]
    case 'preamble':
    case 'separatorLine': {
      const lines = Number(fact('lines') ?? finding.count)
      return [{ label: findingsText.skip(lines), change: { reading: { skipLines: lines } } }]
    }
    case 'commentLines': {
      const mark = fact('mark') ?? '#'
      return [{ label: findingsText.dropComments(mark), change: { reading: { comment: mark } } }]
    }
    case 'unreadable':
    case 'otherFormatThanNamed': {
      const format = dataFormats.find((one) => one === fact('format'))
      if (format === undefined || format === reading?.format) return []
      return [{ label: findingsText.readAs(formatFacts[format].label), change: { reading: { format } } }]
    }
    case 'encoding': {
      const encoding = (Object.keys(prepareText.encodings) as Encoding[]).find(
        (one) => one === fact('encoding'),
      )
      // What is UTF-8 but for some bytes is in no other encoding.
      if (encoding === undefined || encoding === 'utf-8') return []
      const label = findingsText.convertFrom(prepareText.encodings[encoding])
      return [{ label, change: { reading: { encoding } } }]
    }
    case 'backslashQuotes':
      return [{ label: choiceWords.convert(), change: { reading: { backslashQuotes: true } } }]
    case 'otherDelimiter': {
      const delimiter = fact('delimiter')
      if (delimiter === undefined) return []
      return [{ label: findingsText.sendWithCommas, change: { reading: { delimiter, format: 'csv' } } }]
    }
    case 'openQuote':
      return openQuoteActions(reading, canConvert)
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
            ...(canConvert ? conversionActions(finding, column, reading) : []),
            ...(draft.table === null ? typeActions(column, draft, reading) : []),
          ]
  }
}

/** Findings that only a conversion on the way puts right. */
const converting: ReadonlySet<Finding['kind']> = new Set([
  'preamble',
  'separatorLine',
  'commentLines',
  'encoding',
  'backslashQuotes',
  'otherDelimiter',
])

/** What a quote that is never closed may be: a backslash hides its end, or it is a mere character. */
function openQuoteActions(reading: Reading | null, canConvert: boolean): readonly FindingAction[] {
  const lines: FindingAction = { label: findingsText.readLines, change: { reading: { format: 'txt' } } }
  if (!canConvert || reading?.backslashQuotes === true) return [lines]
  return [{ label: findingsText.backslashQuotes, change: { reading: { backslashQuotes: true } } }, lines]
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
  const known = conversionFor(finding)
  if (known === undefined || column.ordinal === undefined) return []
  return (openOrdersOf(finding) ?? [known]).map((conversion) => ({
    label: choiceWords.convert(conversionWords[conversion]),
    change: { reading: withConversion(reading, column, conversion) },
  }))
}
