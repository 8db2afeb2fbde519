import fc from 'fast-check'
import { typedColumns } from './typed-values'

/** Columns of the table of texts. */
export const textColumns = ['A', 'B', 'C', 'D'] as const

const words = fc.constantFrom(
  'a',
  'bc',
  'é',
  '日本',
  '🦆',
  '1',
  '-3.5',
  'NULL',
  '#',
  "'",
  '\\',
  '\\n',
  ' ',
  '\u00a0',
  '\u2028',
  '\u0085',
  '\v',
  'x y',
  ',',
  ';',
  '|',
  '\t',
)
const lineEnds = ['\n', '\r\n', '\r'] as const

/** Lengths at which a reader's buffers end, and the longest text that a column keeps. */
const lengths = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 65_500, max: 65_570 }) },
  { weight: 3, arbitrary: fc.integer({ min: 262_100, max: 262_180 }) },
  { weight: 4, arbitrary: fc.integer({ min: 1_048_550, max: 1_048_600 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1_999_900, max: 2_200_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 4_194_200, max: 4_194_400 }) },
)
const longText = (units: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...units), lengths)
    .map(([unit, length]) => unit.repeat(Math.ceil(length / Buffer.byteLength(unit))))

/** One field in many, so that a few files in a hundred have such a one. */
const rarely = 400

const inQuotes = (value: string): string => `"${value.replaceAll('"', '""')}"`

/** A field as it is written, quotes and blanks around it included. */
function fields(delimiter: string): fc.Arbitrary<string> {
  const isPlain = (text: string): boolean => !text.includes(delimiter) && !/^ *"/.test(text)
  const plain = fc.array(words, { maxLength: 3 }).map((parts) => parts.join(''))
  const quoted = fc
    .array(fc.oneof(words, fc.constantFrom(...lineEnds, '"', '""', delimiter)), { maxLength: 4 })
    .map((parts) => inQuotes(parts.join('')))
  const blanks = fc.constantFrom('', '', '', ' ', '   ')
  return fc.oneof(
    { weight: rarely * 0.4, arbitrary: plain.filter(isPlain) },
    { weight: rarely * 0.15, arbitrary: fc.constantFrom('', ' ', 'g"h', '""', 'x""', "'q'") },
    { weight: rarely * 0.45, arbitrary: fc.tuple(blanks, quoted, blanks).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: longText(['x', 'é', 'a b', '日本']) },
    { weight: 1, arbitrary: longText(['x\n', '"', `${delimiter}é\r\n`, '\r']).map(inQuotes) },
  )
}

interface Records {
  readonly records: readonly (readonly string[])[]
  /** After each record; the last one only if `isEnded`. */
  readonly ends: readonly string[]
  readonly isEnded: boolean
}

function recordsOf(field: fc.Arbitrary<string>, width: fc.Arbitrary<number>): fc.Arbitrary<Records> {
  const uniform = fc.constantFrom(...lineEnds).map((end) => [end])
  const mixed = fc.array(fc.constantFrom(...lineEnds, '\n\n', '\r\n\r\n', '\r\r'), {
    minLength: 1,
    maxLength: 5,
  })
  return width.chain((count) =>
    fc.record({
      records: fc.array(fc.array(field, { minLength: count, maxLength: count }), {
        minLength: 0,
        maxLength: 10,
      }),
      ends: fc.oneof(uniform, mixed),
      isEnded: fc.boolean(),
    }),
  )
}

function write({ records, ends, isEnded }: Records, delimiter: string): string {
  let text = ''
  for (const [index, record] of records.entries()) {
    // A record of one empty field would be an empty line.
    text += record.join(delimiter)
    if (isEnded || index < records.length - 1) text += ends[index % ends.length] ?? '\n'
  }
  return text
}

/** Delimited text: most of it well-formed. */
export function delimitedText(delimiter: string): fc.Arbitrary<string> {
  const field = fields(delimiter)
  const width = fc.oneof(
    { weight: 6, arbitrary: fc.constant<number>(textColumns.length) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 6 }) },
  )
  const even = recordsOf(field, width)
  const at = fc.nat({ max: 9 })
  const uneven = fc
    .tuple(even, at, fc.constantFrom('short', 'long', 'longEmpty'))
    .map(([file, index, how]) => {
      const records = file.records.map((record, place) => {
        if (place !== index % file.records.length) return record
        return how === 'short' ? record.slice(1) : [...record, how === 'long' ? 'more' : '']
      })
      return { ...file, records }
    })
  const broken = fc
    .tuple(even, at, fc.constantFrom('"a"b', '"open', ' "x" y', '"x""'))
    .map(([file, index, defect]) => {
      const records = file.records.map((record, place) =>
        place === index % file.records.length ? [...record.slice(1), defect] : record,
      )
      return { ...file, records }
    })
  const pieces = fc.array(fc.oneof(field, fc.constantFrom(delimiter, '"', ...lineEnds)), { maxLength: 20 })
  const written = (file: fc.Arbitrary<Records>): fc.Arbitrary<string> =>
    file.map((records) => write(records, delimiter))
  return fc.oneof(
    { weight: 76, arbitrary: written(even) },
    { weight: 8, arbitrary: written(uneven) },
    { weight: 6, arbitrary: written(broken) },
    { weight: 10, arbitrary: pieces.map((parts) => parts.join('')) },
  )
}

/** Delimited text whose values are those of {@link typedColumns}, in quotes where they must be, or might be. */
export function typedText(delimiter: string): fc.Arbitrary<string> {
  const mustQuote = (value: string): boolean => /["\r\n]/.test(value) || value.includes(delimiter)
  const record = fc.tuple(
    ...typedColumns.map(({ values }) =>
      fc
        .tuple(fc.constantFrom(...values.keys()), fc.boolean())
        .map(([value, isQuoted]) => (isQuoted || mustQuote(value) ? inQuotes(value) : value)),
    ),
  )
  return fc
    .tuple(fc.array(record, { maxLength: 12 }), fc.constantFrom(...lineEnds), fc.boolean())
    .map(([records, end, isEnded]) => write({ records, ends: [end], isEnded }, delimiter))
}

/** Lines of text. */
export function lines(): fc.Arbitrary<string> {
  const line = fc.oneof(
    {
      weight: rarely,
      arbitrary: fc
        .array(fc.oneof(words, fc.constantFrom('"', '\r', '{"a":1}')), { maxLength: 4 })
        .map((parts) => parts.join('')),
    },
    { weight: 4, arbitrary: longText(['x', 'é,', '"']) },
  )
  return fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([all, end, isEnded]) => all.join(end) + (isEnded ? end : ''))
}
