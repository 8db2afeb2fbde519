import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Reading } from '../../../electron/domain/schema/reading'
import { emptyNotes, type ReadableChunk } from '../../../electron/inspection/chunk'
import { ColumnSplitter } from '../../../electron/inspection/column-splitter'
import { openEngine } from '../../../electron/inspection/engine'
import type { Layout } from '../../../electron/inspection/layout'
import { openSource } from '../../../electron/inspection/open-source'
import { chunkRelation } from '../../../electron/inspection/readers'
import { asSplittable, takeSplit } from '../../../electron/inspection/split-chunks'
import { takeChunks } from '../../../electron/inspection/whole-source'
import { quoteText } from '../../../electron/local-cluster/engine/sql-text'
import type { DuckDbEngine } from '../../../electron/local-cluster/engine/duckdb-engine'
import { rounds } from '../../support/rounds'
import { splitText } from '../../support/split-text'

let engine: DuckDbEngine
const folder = mkdtempSync(join(tmpdir(), 'studio-split-'))

beforeAll(async () => {
  engine = await openEngine(join(folder, 'spill'), () => undefined)
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const reading: Reading = { format: 'csv', ignoreFirstRecord: true, encoding: 'utf-8', skipLines: 0 }
const layout: Layout = { kind: 'fields', names: ['a', 'b'] }

interface Read {
  readonly rows: unknown[][]
  readonly places: unknown[]
  readonly notes: ReturnType<typeof emptyNotes>
  /** Chunks that were split. */
  split: number
}

/** Takes chunks as a check does: all of a chunk or nothing. */
function collector(): { readonly read: Read; readonly take: (chunk: ReadableChunk) => Promise<void> } {
  const read: Read = { rows: [], places: [], notes: emptyNotes(), split: 0 }
  const take = async (chunk: ReadableChunk): Promise<void> => {
    const rows = await engine.rows(`SELECT * FROM ${chunkRelation(reading, layout, chunk)}`)
    const places = await chunk.places(rows.map((_, index) => index + 1))
    read.rows.push(...rows)
    read.places.push(...places)
    if (chunk.isSplit === true) read.split += 1
  }
  return { read, take }
}

/** Reads a file once by our own scanner alone, and once split where that is possible. */
async function readBoth(
  text: string,
  chunkBytes: number,
): Promise<{ readonly scanned: Read; readonly split: Read }> {
  const path = join(folder, 'source.csv')
  writeFileSync(path, text)
  const source = await openSource({ kind: 'file', path, name: 'source.csv' })
  const file = join(folder, 'chunk')
  const { signal } = new AbortController()
  try {
    const scanned = collector()
    const { notes } = scanned.read
    await takeChunks({ source, reading, layout }, { file, notes, signal }, scanned.take)
    const split = collector()
    const from = asSplittable(source, reading, layout)
    if (from === undefined) throw new Error('The source cannot be split.')
    await takeSplit(
      from,
      {
        file,
        notes: split.read.notes,
        signal,
        sizes: { split: chunkBytes, scanned: 1, piece: 16 },
      },
      split.take,
    )
    return { scanned: scanned.read, split: split.read }
  } finally {
    await source.close()
  }
}

const odd = fc.constantFrom(
  'a',
  '"',
  ',',
  ' ',
  '\n',
  '\r',
  '\r\n',
  '""',
  '"x"',
  ',"y\nz"',
  ' "q"',
  '7',
  '\n\n',
  'é',
  '\0',
)
const plain = fc.constantFrom(
  '1,2',
  '"a",b',
  '"x\ny",""',
  'é,"p""q"',
  ',',
  ' c, d',
  '3,"4, ""5"" "',
  '{"k": "v"},2',
)

test('what is split gives the records, lines and defects that our own scanner gives', async () => {
  let chunks = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(plain, { minLength: 6, maxLength: 40 }),
      fc.array(fc.tuple(fc.nat({ max: 400 }), odd), { maxLength: 2 }),
      fc.constantFrom('\n', '\n', '\r\n'),
      fc.constantFrom('', '', '\uFEFF'),
      fc.integer({ min: 60, max: 200 }),
      async (records, oddities, lineEnd, mark, bytes) => {
        let text = ['h1,h2', ...records, ''].join(lineEnd)
        for (const [at, piece] of oddities) text = text.slice(0, at) + piece + text.slice(at)
        const { scanned, split } = await readBoth(mark + text, bytes)
        expect(split.rows).toEqual(scanned.rows)
        expect(split.places).toEqual(scanned.places)
        expect(split.notes).toEqual(scanned.notes)
        chunks += split.split
      },
    ),
    { numRuns: rounds.splitTexts },
  )
  // Otherwise the two were never different.
  expect(chunks).toBeGreaterThan(rounds.splitTexts / 10)
})

test('text after a closing quote and a blank is a defect, which DuckDB alone would read as part of the value', async () => {
  const text = ['h1,h2', '1,2', '1,2', '1,2', '1,2', '1,2', '1,2', ',"y\nz" "q"'].join('\n')
  const { scanned, split } = await readBoth(text, 60)
  expect(split.rows).toEqual(scanned.rows)
  expect(split.notes).toEqual(scanned.notes)
  expect(split.notes.defect).toMatchObject({ kind: 'textAfterQuote' })
})

test('lines that end in an empty field are split, whether they end in CRLF or not', async () => {
  for (const lineEnd of ['\n', '\r\n']) {
    const lines = Array.from({ length: 60 }, (_, row) => `"x ""${row}"", y${row % 5 === 0 ? '\nz' : ''}",`)
    const { scanned, split } = await readBoth(['h1,h2', ...lines, ''].join(lineEnd), 300)
    expect(split.rows).toEqual(scanned.rows)
    expect(split.rows).toHaveLength(60)
    expect(split.split).toBeGreaterThan(2)
  }
})

test('documents that are told to be JSON by their bytes are that to the rules', async () => {
  const splitter = new ColumnSplitter({ delimiter: '\t', fields: 2, groupBytes: 1000 })
  const isJson = (document: string): boolean => {
    const text = Buffer.from(`1\t"${document.replaceAll('"', '""')}"\n`)
    expect(splitText(splitter, text)?.records).toBe(1)
    return splitter.documents(1).isJson
  }
  const word = fc.constantFrom(
    'nan',
    'NaN',
    '-inf',
    '+Infinity',
    ' iNf',
    '1',
    '"info, ]"',
    '"a long text"',
    'null',
  )
  const gap = fc.constantFrom('', '', ' ', '\n', '               ')
  const list = fc.array(
    fc.tuple(gap, word, gap).map((parts) => parts.join('')),
    { maxLength: 3 },
  )
  const document = fc
    .tuple(list, list, fc.constantFrom('', '', ',', ', ', ',\n        '), gap)
    .map(
      ([first, second, comma, blanks]) =>
        `{"k":${blanks}[${first.join()}${comma}], "l": [[${second.join()}]${comma}]}`,
    )
  const documents = fc.sample(document, { numRuns: 400, seed: 2026 })
  const told = documents.filter((one) => isJson(one))
  const rules = async (of: readonly string[]): Promise<unknown[][]> =>
    await engine.rows(
      `SELECT count(*), count(*) FILTER (json_valid(v)), count(*) FILTER (meta.is_json(v)) FROM (SELECT unnest([${of.map((one) => quoteText(one)).join(', ')}]) AS v)`,
    )
  const [[count, , kept] = []] = await rules(told)
  expect(kept).toEqual(count)
  expect(Number(kept)).toBeGreaterThan(20)
  // Otherwise DuckDB's word would do.
  const [[, taken, known] = []] = await rules(documents)
  expect(known).toEqual(kept)
  expect(Number(taken)).toBeGreaterThan(Number(known) + 20)
})
