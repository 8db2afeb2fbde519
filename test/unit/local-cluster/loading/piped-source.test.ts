import { createReadStream } from 'node:fs'
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canPipe, whilePiped } from '../../../../electron/local-cluster/loading/piped-source'
import type { ReadySource } from '../../../../electron/local-cluster/loading/local-source'
import { spanChunks, type FileSpan } from '../../../../electron/local-cluster/storage/file-spans'

let folder: string
let path: string
let spans: FileSpan[]

const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 7 + (index >> 9)) % 256))
const wanted = Buffer.concat([bytes.subarray(1_000_000, 2_500_000), bytes.subarray(10, 700_010)])

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'piped-source-'))
  path = join(folder, 'source')
  const extent = join(folder, 'extent')
  await writeFile(extent, bytes)
  spans = [
    { path: extent, offset: 1_000_000, count: 1_500_000 },
    { path: extent, offset: 10, count: 700_000 },
  ]
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

function sourceOf(places: readonly FileSpan[] | undefined): ReadySource {
  const properties = {
    format: 'csv',
    ignoreFirstRecord: false,
    mapping: undefined,
    mappingReference: undefined,
  }
  const facts = { records: undefined, fields: 1, longestRecord: 0, sizeBytes: undefined }
  const feed: ReadySource['feed'] = async (write) => {
    for await (const chunk of spanChunks(places ?? [])) await write(chunk)
    return { ...facts, records: 5 }
  }
  return {
    path,
    properties,
    facts,
    origin: { path, sizeBytes: wanted.length, compression: 'none', properties },
    ...(places === undefined ? {} : { feed }),
  }
}

describe.runIf(canPipe)('whilePiped', () => {
  it('gives all bytes in their order, and takes the pipe away', async () => {
    const source = sourceOf(spans)
    const read = await whilePiped(source, () => readFile(path))
    expect(read.equals(wanted)).toBe(true)
    expect(source.facts.records).toBe(5)
    await expect(stat(path)).rejects.toThrow('ENOENT')
  })

  it('ends with the reader’s own error when it gives up in the middle', async () => {
    const reading = whilePiped(sourceOf(spans), async () => {
      for await (const chunk of createReadStream(path)) throw new Error(`Enough: ${chunk === undefined}`)
    })
    await expect(reading).rejects.toThrow('Enough: false')
    await expect(stat(path)).rejects.toThrow('ENOENT')
  })

  it('still completes the facts of a source whose reader gave up', async () => {
    const source = sourceOf(spans)
    const reading = whilePiped(source, async () => {
      await readPart(100_000)
      throw new Error('A line is too long')
    })
    await expect(reading).rejects.toThrow('A line is too long')
    expect(source.facts.records).toBe(5)
  })

  it('ends when the reader fails before it has opened the pipe', async () => {
    const reading = whilePiped(sourceOf(spans), () => Promise.reject(new Error('No such column')))
    await expect(reading).rejects.toThrow('No such column')
  })

  it('does not pass off half of the bytes as all of them', async () => {
    await expect(whilePiped(sourceOf(spans), () => readPart(100_000))).rejects.toThrow('EPIPE')
  })

  it.each([
    ['is gone', (span: FileSpan) => ({ ...span, path: join(folder, 'gone') })],
    ['ends before its span does', (span: FileSpan) => ({ ...span, offset: 2_400_000 })],
  ])('tells of a file that %s, and lets the reader come to its end', async (_, spoil) => {
    const spoilt = spans.map((span, index) => (index === 1 ? spoil(span) : span))
    const reading = whilePiped(sourceOf(spoilt), () => readFile(path))
    await expect(reading).rejects.toMatchObject({ code: 'Download_UnknownError', permanent: false })
  })

  it('does not keep a reader waiting that comes only after the failure', async () => {
    const gone = [{ path: join(folder, 'gone'), offset: 0, count: 10 }]
    const reading = whilePiped(sourceOf(gone), async () => {
      for (;;) if ((await stat(path)).isFile()) return readFile(path)
    })
    await expect(reading).rejects.toMatchObject({ code: 'Download_UnknownError' })
  })

  it('leaves a source with a file alone', async () => {
    await writeFile(path, 'here')
    expect(await whilePiped(sourceOf(undefined), () => readFile(path, 'utf8'))).toBe('here')
    expect(await readFile(path, 'utf8')).toBe('here')
  })
})

async function readPart(count: number): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.read(Buffer.alloc(count), 0, count, null)
  } finally {
    await file.close()
  }
}
