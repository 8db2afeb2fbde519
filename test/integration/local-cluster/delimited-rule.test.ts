import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatFacts } from '../../../electron/domain/data-format'
import { RecordScanner } from '../../../electron/domain/record-scanner'
import { readDelimited, type ReadText } from '../../support/delimited-reader'
import { rounds } from '../../support/rounds'
import { sharedCluster } from '../../support/shared-cluster'
import { zipArchive } from '../../support/zip-archive'

const runs = rounds.delimitedTexts

const folder = await mkdtemp(join(tmpdir(), 'delimited-rule-'))
// Registered before the cluster's own, so that it runs after it.
afterAll(() => rm(folder, { recursive: true, force: true }))
const { client } = await sharedCluster({ dataDir: folder })

beforeAll(async () => {
  await client.rows('.create table T (A: string, B: string, C: string)')
})

const formats = ['csv', 'tsv', 'psv', 'scsv', 'sohsv'] as const
type Format = (typeof formats)[number]

/** How a blob may be compressed. */
const packings: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  plain: (content) => content,
  gzip: (content) => gzipSync(content),
  members: (content) => Buffer.concat([gzipSync(content.subarray(0, 5)), gzipSync(content.subarray(5))]),
  deflated: (content) => zipArchive([{ name: 'a.csv', content }]),
  stored: (content) => zipArchive([{ name: 'a.csv', content, stored: true }]),
}

interface Case {
  readonly text: string
  readonly format: Format
  readonly packing: string
  readonly ignoreFirstRecord: boolean
  /** Whether records may have different numbers of fields. */
  readonly fits: boolean
}

const written = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'é', 'b c', '1') },
  { weight: 3, arbitrary: fc.constantFrom('|', '\n', '\r\n', '\r') },
  { weight: 2, arbitrary: fc.constantFrom('""', '"x|y"', '"x\ny"', '"x\r\ny"', '"x\ry"', '"say ""hi"""') },
  { weight: 1, arbitrary: fc.constantFrom('"', ' ', '  ', '\\', "'", '#') },
)
/** Records that agree; a file of random pieces hardly ever has them. */
const even = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
  .chain(([width, end, isEnded]) =>
    fc
      .array(
        fc.array(
          fc.constantFrom(
            '',
            'a',
            ' b ',
            '"c"',
            ' "d" ',
            '"e\n|""\r\nf"',
            'g"h',
            '""',
            '   "i"',
            '"\r"',
            'NULL',
          ),
          { minLength: width, maxLength: width },
        ),
        { minLength: 1, maxLength: 8 },
      )
      .map((records) => records.map((record) => record.join('|')).join(end) + (isEnded ? end : '')),
  )
const texts = fc.oneof(
  { weight: 2, arbitrary: even },
  { weight: 1, arbitrary: fc.array(written, { maxLength: 20 }).map((pieces) => pieces.join('')) },
)
const cases: fc.Arbitrary<Case> = fc
  .record({
    text: fc.tuple(fc.constantFrom('', '', '', '\ufeff', '\n'), texts).map((parts) => parts.join('')),
    format: fc.constantFrom(...formats),
    packing: fc.constantFrom(...Object.keys(packings)),
    ignoreFirstRecord: fc.boolean(),
    fits: fc.constantFrom(false, false, true),
  })
  .map((one) => ({ ...one, text: one.text.replaceAll('|', delimiterOf(one.format)) }))
  .filter(({ text }) => text !== '')

function delimiterOf(format: Format): string {
  return formatFacts[format].delimiter ?? ','
}

const codes = {
  fieldCount: 'Stream_WrongNumberOfFields',
  textAfterQuote: 'Stream_ClosingQuoteMissing',
  openQuote: 'Stream_ClosingQuoteMissing',
} as const

let count = 0

async function land({ text, format, packing, ignoreFirstRecord, fits }: Case): Promise<unknown> {
  const tag = `drop-by:${count++}`
  const content = packings[packing]?.(Buffer.from(text)) ?? Buffer.alloc(0)
  const policy = fits ? { validationPolicy: '{"ValidationOptions":0}' } : {}
  const properties = { format, ignoreFirstRecord, tags: JSON.stringify([tag]), ...policy }
  const { Status, ErrorCode, Details } = await client.ended(await client.ingest(content, { properties }))
  if (Status === 'Failed') return { ErrorCode, Details }
  const rows = await client.rows(`T | where extent_tags() has '${tag}'`)
  return rows.map(({ A, B, C }) => [A, B, C].join('\u0002')).sort()
}

function wantedOf({ text, format, ignoreFirstRecord, fits }: Case): unknown {
  const options = { delimiter: delimiterOf(format), ignoreFirstRecord, fitTo: fits ? 3 : undefined }
  const read: ReadText = readDelimited(text, options)
  if ('wrong' in read) {
    const place = `Record ${read.record} (line ${read.line}) `
    return { ErrorCode: codes[read.wrong], Details: expect.stringContaining(place) as string }
  }
  if (read.records.length === 0) {
    return { ErrorCode: 'BadRequest_NoRecordsOrWrongFormat', Details: expect.any(String) as string }
  }
  return read.records.map(([a = '', b = '', c = '']) => [a, b, c].join('\u0002')).sort()
}

describe('delimited text', () => {
  it(
    `lands, or fails, as its rules say: ${runs} texts in every packing`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(cases, { minLength: 8, maxLength: 8 }), async (batch) => {
          const landed = await Promise.all(batch.map(land))
          for (const [index, one] of batch.entries())
            expect({ one, is: landed[index] }).toEqual({ one, is: wantedOf(one) })
        }),
        { numRuns: Math.ceil(runs / 8), endOnFailure: false },
      )
    },
    runs * 400 + 20_000,
  )

  it('has as many rows in the cluster as the studio counts records', async () => {
    const texts = ['foo\n\nbar\n', '"a\rb"\n"c\r\nd"\n', ' "a\nb" \nc', '\r\n""\r\n\r\n', 'a\n"" ']
    for (const text of texts) {
      const scanner = new RecordScanner('csv')
      scanner.push(Buffer.from(text))
      const one = { text, format: 'csv', packing: 'plain', ignoreFirstRecord: false, fits: false } as const
      expect(await land(one)).toHaveLength(scanner.finish().records)
    }
  })
})
