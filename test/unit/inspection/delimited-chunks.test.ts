import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyNotes, type ChunkSink } from '../../../electron/inspection/chunk'
import { delimitedChunks } from '../../../electron/inspection/delimited-chunks'

const cell = fc.constantFrom('', 'a', ' b', 'x"y', 'line\nend', 'c\r\nd', ',', 'é', '"')
const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 30 })

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)

/** Keeps what is written. */
class MemorySink implements ChunkSink {
  readonly written: string[] = []

  write(bytes: Uint8Array): Promise<string> {
    this.written.push(Buffer.from(bytes).toString('utf8'))
    return Promise.resolve('')
  }
}

test('chunks hold whole records only, and know the line and the text of each', async () => {
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 60 }),
      async (records, pieceBytes, chunkBytes) => {
        const lines: number[] = []
        let text = 'h1,h2\n'
        for (const [left, right] of records) {
          lines.push(text.split(/\r\n|\r|\n/).length)
          text += `${quoted(left)},${quoted(right)}\n`
        }
        const bytes = Buffer.from(text)
        const pieces = async function* (): AsyncIterable<Buffer> {
          for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
        }
        const sink = new MemorySink()
        const notes = emptyNotes()
        const reading = {
          format: 'csv',
          delimiter: ',',
          ignoreFirstRecord: true,
          fields: 2,
          chunkBytes,
          isCut: false,
        } as const
        const found: {
          readonly record: number | null
          readonly line: number | null
          readonly raw: string | null
        }[] = []
        for await (const chunk of delimitedChunks(pieces(), reading, sink, notes)) {
          found.push(...chunk.places(Array.from({ length: chunk.records }, (_, index) => index + 1)))
        }
        expect(notes.defect).toBeUndefined()
        expect(sink.written.every((part) => part.endsWith('\n'))).toBe(true)
        expect(found.map(({ record }) => record)).toEqual(records.map((_, index) => index + 1))
        expect(found.map(({ line }) => line)).toEqual(lines)
        expect(found.map(({ raw }) => raw)).toEqual(
          records.map(([left, right]) => `${quoted(left)},${quoted(right)}`),
        )
      },
    ),
    { numRuns: 200 },
  )
})
