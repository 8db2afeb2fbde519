import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import { makeStormEventsCsv, stormEventsSchema } from '../../../../electron/domain/storm-events'
import { sourcesUnderTest } from './sources-under-test'

const files = sourcesUnderTest()
const { inspect } = files

const csv = makeStormEventsCsv()

describe('a file', () => {
  it('is described with its header and its exact number of records', async () => {
    const info = await inspect('storms.csv', csv)
    expect(info).toMatchObject({
      name: 'storms.csv',
      folder: files.folder,
      format: 'csv',
      compression: 'none',
      records: 1000,
      hasHeader: true,
      summary: 'CSV, header row, 7 columns',
      problem: null,
      sizeBytes: Buffer.byteLength(csv),
      rawDataSizeBytes: Buffer.byteLength(csv),
    })
    expect(info.headerColumns[0]).toBe('StartTime')
    expect(info.schemaGuess).toEqual({
      types: stormEventsSchema.map(({ type }) => (type === 'int' ? 'long' : type)),
      records: 160,
    })
    expect(files.sources.pathOf(info.handle)).toBe(join(files.folder, 'storms.csv'))
    expect(files.sources.describe(info.handle)).toEqual(info)
    files.sources.forget([info.handle])
    expect(() => files.sources.pathOf(info.handle)).toThrow(
      expect.objectContaining({ code: 'RequestInvalid' }),
    )
  })

  it('is counted in gzip, with one member or several', async () => {
    const raw = Buffer.byteLength(csv)
    expect(await inspect('storms.csv.gz', gzipSync(csv))).toMatchObject({
      format: 'csv',
      compression: 'gzip',
      records: 1000,
      hasHeader: true,
      rawDataSizeBytes: raw,
      summary: 'CSV in gzip, header row, 7 columns',
    })
    const members = Buffer.concat([gzipSync('a,1\nb,2\n'), gzipSync('c,3\n')])
    expect(await inspect('members.csv.gz', members)).toMatchObject({ records: 3, rawDataSizeBytes: 12 })
  })

  it.each<[string, string | Buffer, Partial<FileSource>]>([
    ['a.json', '{"a":1}\n{"a":2}\n', { format: 'json', records: 2, problem: null }],
    ['a.json', '[{"a":1},{"a":2}]', { format: 'multijson', records: 2, problem: null }],
    ['rows.txt', 'one\ntwo\n', { format: 'txt', records: 2 }],
    ['rows.dat', 'a\tb\n1\t2\n', { format: 'tsv', records: 1, hasHeader: true }],
    ['rows', 'just text', { format: 'txt', records: 1 }],
    [
      'tabs.csv',
      'a\tb\n1\t2\n',
      { format: 'tsv', summary: 'Tab-separated (TSV) by its content, header row, 2 columns' },
    ],
    ['one.csv', 'name\nann\n', { format: 'csv', records: 1, hasHeader: true }],
    ['words.csv', 'red\ngreen\n', { format: 'csv', records: 2, hasHeader: false }],
    ['bom.csv', '\ufeffa,b\n1,2\n', { format: 'csv', records: 1, headerColumns: ['a', 'b'] }],
    ['x.csv', Buffer.from('PAR1....PAR1'), { format: 'parquet', summary: 'Parquet by its content' }],
    ['x.avro', Buffer.from('Obj\u0001....'), { format: 'avro', records: null, problem: null }],
    ['x.csv', gzipSync('a,1\n'), { format: 'csv', compression: 'gzip', records: 1 }],
    ['x.csv.gz', 'a,1\nb,2\n', { format: 'csv', compression: 'none', records: 2 }],
    ['broken.json', '{a:1, b:2}\n', { format: 'json', problem: null }],
  ])('%s is recognised by its content', async (name, content, expected) => {
    expect(await inspect(name, content)).toMatchObject(expected)
  })

  it.each<[string, string | Buffer, string]>([
    ['empty.csv', '', 'FileEmpty'],
    ['blank.csv', '\n\n', 'NothingToIngest'],
    ['utf16.csv', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'EncodingNotSupported'],
    ['utf16-bare.csv', Buffer.from('a,b\n1,2\n3,4\n', 'utf16le'), 'EncodingNotSupported'],
    ['latin1.csv', Buffer.from('name,x\nJos\u00e9,1\n', 'latin1'), 'EncodingNotSupported'],
    ['picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'FormatNotSupported'],
    ['zeros.csv', Buffer.from('a\u0000\u0000\u0000\u0001\u0000zz'), 'FormatNotSupported'],
    [
      'units.csv',
      Buffer.from([0, 1, 2].flatMap((byte) => Array<number>(50).fill(byte))),
      'FormatNotSupported',
    ],
    ['counters.csv', '\u0000\u0001\u0002'.repeat(50), 'FormatNotSupported'],
    ['twice.csv.gz', gzipSync(gzipSync('a,b')), 'FormatNotSupported'],
    ['cut.csv.gz', Buffer.from([0x1f, 0x8b, 0xff, 0xff]), 'FormatMismatch'],
    ['archive.bz2', Buffer.from('BZh91AY&SY'), 'FormatNotSupported'],
  ])('%s is refused with a reason and a next step', async (name, content, code) => {
    const { problem } = await inspect(name, content)
    expect(problem).toMatchObject({ code })
    expect(problem?.message).toContain(name)
    expect(problem?.nextStep).toBeTruthy()
  })
})

describe('a folder', () => {
  it('is read with everything below it, including what cannot be ingested', async () => {
    const root = join(files.folder, 'tree')
    await mkdir(join(root, 'deep', 'deeper'), { recursive: true })
    await writeFile(join(root, 'a.csv'), 'a,1\n')
    await writeFile(join(root, '.hidden.csv'), 'a,1\n')
    await writeFile(join(root, 'deep', 'deeper', 'b.json'), '{"a":1}\n')
    await symlink(root, join(root, 'deep', 'loop'))
    await symlink(join(root, 'gone'), join(root, 'dangling'))
    await symlink('self', join(root, 'self'))
    await symlink(join(root, 'a.csv'), join(root, 'link.csv'))
    execFileSync('mkfifo', [join(root, 'pipe.csv')])
    const server: Server = createServer()
    await new Promise<void>((resolve) => server.listen(join(root, 'socket'), resolve))
    const infos = await files.sources.register([root])
    await new Promise((resolve) => server.close(resolve))
    const codes = Object.fromEntries(infos.map((info) => [info.name, info.problem?.code ?? 'ok']))
    expect(codes).toEqual({
      'a.csv': 'ok',
      tree: 'LeftOut',
      'b.json': 'ok',
      'link.csv': 'ok',
      loop: 'LeftOut',
      dangling: 'FileNotFound',
      self: 'NotARegularFile',
      'pipe.csv': 'NotARegularFile',
      socket: 'NotARegularFile',
    })
  })

  it('leaves out hidden and temporary files, says how many, and takes one that is named directly', async () => {
    const root = join(files.folder, 'left')
    await mkdir(join(root, '.git'), { recursive: true })
    const names = ['a.csv', '.hidden.csv', 'Thumbs.db', '.DS_Store', 'desktop.ini', '~$b.csv', 'c.csv.tmp']
    for (const name of [...names, '.git/d.csv']) await writeFile(join(root, name), 'a,1\n')
    const infos = await files.sources.register([root])
    expect(infos.map((info) => [info.name, info.problem?.code])).toEqual([
      ['a.csv', undefined],
      ['left', 'LeftOut'],
    ])
    expect(infos[1]?.problem?.message).toBe('7 hidden or temporary files or folders in “left” were left out.')
    const [named] = await files.sources.register([join(root, '.hidden.csv')])
    expect(named?.problem).toBeNull()
  })

  it('lists only what the patterns include, by paths below the folder', async () => {
    const root = join(files.folder, 'tmp')
    await mkdir(join(root, '2024', 'tmp'), { recursive: true })
    for (const name of ['a.csv', 'b.json', '2024/c.csv', '2024/tmp/d.csv']) {
      await writeFile(join(root, name), 'a,1\n')
    }
    const listed = async (include: string[], exclude: string[]): Promise<unknown[]> =>
      (await files.sources.register([root], undefined, { include, exclude })).map((info) => info.relativePath)
    // The folder itself is called tmp, and so is one above it; neither counts, because only paths below it do.
    expect(await listed(['*.csv'], ['**/tmp/**'])).toEqual(['2024/c.csv', 'a.csv'])
    expect(await listed([], ['*.json'])).toEqual(['2024/c.csv', '2024/tmp/d.csv', 'a.csv'])
    expect(await listed(['/*'], [])).toEqual(['a.csv', 'b.json'])
  })

  it('names a folder that cannot be read, and lists the others', async () => {
    const root = join(files.folder, 'part')
    await mkdir(join(root, 'closed'), { recursive: true })
    await writeFile(join(root, 'a.csv'), 'a,1\n')
    await chmod(join(root, 'closed'), 0o000)
    const infos = await files.sources.register([root])
    await chmod(join(root, 'closed'), 0o700)
    // Root can read every folder.
    const closed = process.getuid?.() === 0 ? [] : [['closed', 'FileNotReadable']]
    expect(infos.map((info) => [info.name, info.problem?.code])).toEqual([['a.csv', undefined], ...closed])
  })

  it('lists a missing path, a device, and a name with a line break', async () => {
    const odd = join(files.folder, 'a\nb.csv')
    await writeFile(odd, 'a,1\n')
    const infos = await files.sources.register([join(files.folder, 'missing.csv'), '/dev/zero', odd])
    expect(infos.map((info) => info.problem?.code)).toEqual(['FileNotFound', 'NotARegularFile', undefined])
    expect(infos[2]?.name).toBe('a\nb.csv')
  })

  it('says that nothing is at a path, quoting it as it was given', async () => {
    await writeFile(join(files.folder, 'a.csv'), 'a,1\n')
    await symlink(join(files.folder, 'gone'), join(files.folder, 'link'))
    const paths = ['no/such file.csv', join(files.folder, 'a.csv', 'b.csv'), join(files.folder, 'link')]
    const infos = await files.sources.register(paths)
    expect(infos.map(({ name, problem }) => [name, problem?.code, problem?.message])).toEqual([
      ['such file.csv', 'FileNotFound', 'There is no file or folder at “no/such file.csv”.'],
      ['b.csv', 'FileNotFound', `There is no file or folder at “${paths[1] ?? ''}”.`],
      ['link', 'FileNotFound', `“${paths[2] ?? ''}” is a link to something that is not there.`],
    ])
    for (const { problem } of infos) expect(problem?.nextStep).toMatch(/^Check/)
  })

  it('is listed itself, with the reason, if nothing in it can be', async () => {
    const root = join(files.folder, 'roots')
    await mkdir(join(root, 'empty'), { recursive: true })
    await mkdir(join(root, 'hollow', 'deep'), { recursive: true })
    await mkdir(join(root, 'hidden'))
    await writeFile(join(root, 'hidden', '.a.csv'), 'a,1\n')
    await mkdir(join(root, 'others'))
    await writeFile(join(root, 'others', 'a.json'), '{}\n')
    const paths = ['empty', 'hollow', 'hidden', 'others'].map((name) => join(root, name))
    const infos = await files.sources.register(paths, undefined, { include: ['*.csv'], exclude: [] })
    expect(infos.map(({ name, problem }) => [name, problem?.code, problem?.message])).toEqual([
      ['empty', 'NothingToIngest', '“empty” is an empty folder.'],
      ['hollow', 'NothingToIngest', '“hollow” holds nothing but empty folders.'],
      ['hidden', 'NothingToIngest', '“hidden” holds nothing but 1 hidden or temporary file or folder.'],
      ['others', 'NothingToIngest', 'No file in “others” is like the patterns.'],
    ])
    for (const { problem } of infos) expect(problem?.nextStep).toBeTruthy()
  })

  it.skipIf(process.getuid?.() === 0)('lists what may not be read', async () => {
    const path = join(files.folder, 'secret.csv')
    await writeFile(path, 'a,1\n')
    await chmod(path, 0)
    expect((await files.sources.register([path]))[0]?.problem).toMatchObject({ code: 'FileNotReadable' })
  })

  it('stops when its user cancels', async () => {
    const controller = new AbortController()
    controller.abort()
    await expect(files.sources.register([files.folder], controller.signal)).rejects.toMatchObject({
      code: 'Canceled',
    })
  })
})

describe('the sample', () => {
  it('is written once, and again when it was changed', async () => {
    const first = await files.sources.sample()
    expect(first).toMatchObject({ name: 'stormevents.csv', records: 1000, hasHeader: true, problem: null })
    await writeFile(files.sources.pathOf(first.handle), 'spoilt')
    expect(await files.sources.sample()).toMatchObject({ records: 1000 })
  })
})
