import { describe, expect, test } from 'vitest'
import { readParquetFooter } from '../../../../electron/services/sources/counting/parquet-footer'
import { endOfContent } from '../../../../electron/services/sources/counting/random-access'
import { parquetFile } from '../../../support/parquet-file'

async function footerOf(file: Buffer): ReturnType<typeof readParquetFooter> {
  return await readParquetFooter(endOfContent(file, file.length))
}

function withFooter(...parts: readonly (Buffer | readonly number[])[]): Buffer {
  const footer = Buffer.concat(parts.map((part) => Buffer.from(part)))
  const end = Buffer.alloc(8)
  end.writeUInt32LE(footer.length)
  end.write('PAR1', 4)
  return Buffer.concat([Buffer.from('PAR1'), footer, end])
}

describe('the footer of a Parquet file', () => {
  test('gives rows and size before compression', async () => {
    const rows = 300_000
    const file = await parquetFile(`SELECT i, 'text ' || i AS t, [i] AS list FROM range(${rows}) r(i)`)
    const content = await footerOf(file)
    expect(content?.rows).toBe(rows)
    expect(content?.rawDataSizeBytes).toBeGreaterThan(rows * 4)
    expect(content?.rawDataSizeBytes).toBeLessThan(rows * 100)
  })

  test('gives 0 rows for a file that has none', async () => {
    const content = await footerOf(await parquetFile('SELECT 1 AS a WHERE false'))
    expect(content).toEqual({ rows: 0, rawDataSizeBytes: 0 })
  })

  test('says nothing rather than something wrong when it is cut or damaged', async () => {
    const file = await parquetFile(`SELECT i, 'text ' || i AS t FROM range(1000) r(i)`)
    expect(await footerOf(file.subarray(0, file.length - 5))).toBeNull()
    const length = file.readUInt32LE(file.length - 8)
    for (let cut = 1; cut <= length; cut++) {
      const start = file.length - 8 - length
      expect(await footerOf(withFooter(file.subarray(start, start + length - cut)))).toBeNull()
    }
    const damaged = Buffer.from(file)
    damaged.fill(0xff, damaged.length - 200, damaged.length - 8)
    expect(await footerOf(damaged)).toBeNull()
  })

  const million = [0xc0, 0x84, 0x3d]
  const twoBillion = [0xff, 0xff, 0xff, 0xff, 0x07]
  test.each([
    ['a list of two billion items', withFooter([0x29, 0xfc], twoBillion)],
    ['lists of a million items in each other', withFooter([0x29], ...Array(500).fill([0xf9, ...million]))],
    ['structs a million deep', withFooter(Buffer.alloc(1_000_000, 0x1c))],
    ['a number of a million bytes', withFooter([0x36], Buffer.alloc(1_000_000, 0x80), [0, 0])],
    ['a text longer than the file', withFooter([0x18], twoBillion)],
    ['a text of negative length', withFooter([0x18, 0xff, 0xff, 0xff, 0xff, 0x0f])],
    ['a negative row count', withFooter([0x36, 0x01], [0x19, 0x0c, 0])],
    [
      'a length of the footer beyond the file',
      Buffer.concat([Buffer.alloc(100), Buffer.from('ffffff00', 'hex'), Buffer.from('PAR1')]),
    ],
  ])('says nothing, and at once, of %s', async (_what, file) => {
    expect(await footerOf(file)).toBeNull()
  })

  test('costs no memory of its own, however many values it has', async () => {
    const structs = 4_000_000
    const size = [0x80, 0x92, 0xf4, 0x01]
    // A schema of four million empty structs, then no rows and no row groups.
    const file = withFooter([0x29, 0xfc], size, Buffer.alloc(structs), [0x16, 0, 0x19, 0x0c, 0])
    const before = process.memoryUsage().heapUsed
    expect(await footerOf(file)).toEqual({ rows: 0, rawDataSizeBytes: 0 })
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
  })
})
