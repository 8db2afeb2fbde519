import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { makeStormEventsCsv } from '../../../../electron/domain/storm-events'
import { zipArchive } from '../../../support/zip-archive'
import { sourcesUnderTest } from './sources-under-test'

const files = sourcesUnderTest()
const { inspect } = files

const csv = makeStormEventsCsv()
const readme = { name: 'readme.txt', content: 'About the data' }

describe('a file in an archive', () => {
  it('is looked into and counted through zip, whatever lies before its data', async () => {
    const content = { name: 'deep/storms.csv', content: csv }
    for (const stored of [false, true]) {
      const archive = zipArchive([
        { name: 'deep/', content: '' },
        { ...content, stored },
      ])
      expect(await inspect('storms.zip', archive)).toMatchObject({
        format: 'csv',
        compression: 'zip',
        records: 1000,
        hasHeader: true,
        filesInside: 1,
        rawDataSizeBytes: Buffer.byteLength(csv),
        notes: ['Passed over in “storms.zip”: “deep/” is a folder.'],
        problem: null,
      })
    }
  })

  it('is counted in a zip with several files, each with its header', async () => {
    const archive = zipArchive([
      { name: 'a.csv', content: csv },
      { name: '__MACOSX/._a.csv', content: Buffer.from([0, 5, 22, 7, 0, 2, 0, 0]) },
      { name: 'b.csv', content: csv, stored: true },
    ])
    const info = await inspect('two.zip', archive)
    expect(info).toMatchObject({ records: 2000, hasHeader: true, filesInside: 2, problem: null })
    expect(info.notes?.[0]).toContain('“__MACOSX/._a.csv” is a file that the system left')
    expect(info.rawDataSizeBytes).toBe(2 * Buffer.byteLength(csv))
  })

  it('is read from an archive in the 64-bit form', async () => {
    const path = join(files.folder, 'large.zip')
    const script = `
import zipfile, sys
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as archive:
    with archive.open('a.csv', 'w', force_zip64=True) as entry:
        entry.write(b'a,1\\nb,2\\n')
    archive.comment = b'made for a test'
`
    execFileSync('python3', ['-c', script, path])
    const [info] = await files.sources.register([path])
    expect(info).toMatchObject({ format: 'csv', compression: 'zip', records: 2, problem: null })
  })

  it.each<[string, Parameters<typeof zipArchive>[0], string, string]>([
    ['a readme beside data', [readme, { name: 'a.csv', content: 'a,1\n' }], 'FormatNotSupported', '“a.csv”'],
    ['only folders', [{ name: 'd/', content: '' }], 'NothingToIngest', '“d/” is a folder'],
    ['no entry', [], 'NothingToIngest', 'empty'],
    ['only empty files', [{ name: 'a.csv', content: '', stored: true }], 'NothingToIngest', 'no records'],
    [
      'a sheet of Excel',
      [
        { name: '[Content_Types].xml', content: '<x/>' },
        { name: 'xl/a.xml', content: '<x/>' },
      ],
      'FormatNotSupported',
      'Office document',
    ],
  ])('is refused in a zip with %s', async (_what, entries, code, words) => {
    const { problem } = await inspect('a.zip', zipArchive(entries))
    expect(problem).toMatchObject({ code })
    expect(problem?.message).toContain('“a.zip”')
    expect(problem?.message).toContain(words)
    expect(problem?.nextStep).toBeTruthy()
  })

  it('is refused when its archive has a password, another method, or damage', async () => {
    const archive = zipArchive([{ name: 'a.csv', content: csv }])
    const directory = archive.lastIndexOf(Buffer.from('PK\u0001\u0002'))
    const locked = Buffer.from(archive)
    locked[directory + 8] = 1
    expect((await inspect('a.zip', locked)).problem?.message).toContain('protected by a password')
    const otherMethod = Buffer.from(archive)
    otherMethod[directory + 10] = 9
    expect((await inspect('a.zip', otherMethod)).problem?.message).toContain('method other than Deflate')
    const cut = archive.subarray(0, archive.length - 4)
    expect((await inspect('a.zip', cut)).problem?.message).toContain('cannot be read')
  })

  it('is refused when it would unpack to far more than its size', async () => {
    const bomb = zipArchive([{ name: 'a.csv', content: csv, size: 3 * 1_073_741_824 }])
    expect((await inspect('bomb.zip', bomb)).problem).toMatchObject({
      code: 'FileTooLarge',
      nextStep: 'If that is right, unpack it and send what is in it.',
    })
  })

  it('is refused when its gzip is cut far from its start', async () => {
    const noise = Array.from({ length: 40_000 }, (_, index) => `${index},${(index * 7919) % 65_521}`).join(
      '\n',
    )
    const packed = gzipSync(noise)
    expect((await inspect('a.csv.gz', packed)).problem).toBeNull()
    const { problem } = await inspect('b.csv.gz', packed.subarray(0, packed.length - 100))
    expect(problem).toMatchObject({ code: 'FormatMismatch' })
  })
})
