import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { zipArchive } from '../../../support/zip-archive'
import { sourcesUnderTest } from './sources-under-test'

const files = sourcesUnderTest()
const { inspect } = files

/** Little-endian. */
function utf32(text: string): Buffer {
  const codes = Uint32Array.from([...text].map((character) => character.codePointAt(0) ?? 0))
  return Buffer.from(codes.buffer)
}

describe('a text file', () => {
  it('reports what is wrong with its quotes', async () => {
    const after = await inspect('after.csv', 'a,b\r\n1,x\r\n2,"x"y\r\n')
    expect(after.problem).toBeNull()
    expect(after.notes).toEqual([
      'Record 3 (line 3) has text after the closing quote of field 2; a quote inside a quoted field is written twice. Such a file is refused.',
    ])
    const open = await inspect('open.csv', 'a,b\n1,"x\ny\n')
    expect(open.notes?.[0]).toMatch(/^Record 2 \(line 2\) opens a quote in field 2 that is never closed\./)
  })

  it('reports the first line that is not a JSON object', async () => {
    const half = await inspect('half.json', '{"a":1}\n\n{"a":"\\ud83d\\ude00 \\\\ud83d"}\n{"a":"\\ud83d"}\n')
    expect(half.problem).toBeNull()
    expect(half.notes).toEqual(['Line 4 is no JSON object. Such lines are left out.'])
    const cut = await inspect('long.json', `{"a":"${'x'.repeat(100)}"}\n`.repeat(2000))
    expect(cut).toMatchObject({ format: 'json', problem: null })
    expect(cut.notes).toBeUndefined()
  })

  it.each<[string, Buffer, string]>([
    ['at its start', Buffer.from('name,x\nJos\u00e9,1\n', 'latin1'), 'at offset 10 (line 2)'],
    [
      'far from its start',
      Buffer.concat([Buffer.from('name,x\r\n'.repeat(20_000)), Buffer.from('Jos\u00e9,1\n', 'latin1')]),
      'at offset 160,003 (line 20,001)',
    ],
    ['at its very end', Buffer.from([...Buffer.from('a,1\nb,'), 0xe2, 0x82]), 'at offset 6 (line 2)'],
  ])('is refused when it is not UTF-8 %s, and the place is said', async (_where, content, place) => {
    expect((await inspect('l.csv', content)).problem?.message).toContain(place)
    expect((await inspect('l.csv.gz', gzipSync(content))).problem?.message).toContain(place)
    const archive = zipArchive([
      // Files of an archive have to begin alike.
      { name: 'good.csv', content: content.subarray(0, content.indexOf('\n') + 1) },
      { name: 'bad.csv', content },
    ])
    const { problem } = await inspect('l.zip', archive)
    expect(problem).toMatchObject({ code: 'EncodingNotSupported' })
    expect(problem?.message).toContain(place.replace('(', '(bad.csv, '))
  })

  it.each<[string, Buffer, string]>([
    ['UTF-16 with a mark', Buffer.from('\ufeffa,b\n', 'utf16le'), 'UTF-16'],
    ['UTF-16, big-endian, with a mark', Buffer.from('\ufeffa,b\n', 'utf16le').swap16(), 'UTF-16'],
    ['UTF-16', Buffer.from('имя,город\r\nАнна,Пермь\r\n', 'utf16le'), 'UTF-16'],
    ['UTF-16, big-endian', Buffer.from('名前,市\n花子,京都😀\n', 'utf16le').swap16(), 'UTF-16'],
    ['UTF-32 with a mark', utf32('\ufeffa,b\n'), 'UTF-32'],
    ['UTF-32, big-endian, with a mark', utf32('\ufeffa,b\n').swap32(), 'UTF-32'],
    ['UTF-32', utf32('name,😀\n'), 'UTF-32'],
    ['UTF-32, big-endian', utf32('имя,город\n').swap32(), 'UTF-32'],
  ])('is named as what it is when it is %s', async (_what, content, encoding) => {
    const { problem } = await inspect('wide.csv', content)
    expect(problem).toMatchObject({ code: 'EncodingNotSupported' })
    expect(problem?.message).toBe(`“wide.csv” is ${encoding} text; Kusto reads UTF-8.`)
  })
})
