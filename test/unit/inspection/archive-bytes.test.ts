import { expect, test } from 'vitest'
import { joinedFiles } from '../../../electron/inspection/archive-bytes'

async function* piecesOf(text: string, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size))
  await Promise.resolve()
}

async function joined(texts: readonly string[], dropsFirst: boolean, size: number): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of joinedFiles(
    texts.map((text) => piecesOf(text, size)),
    dropsFirst,
  ))
    parts.push(part)
  return Buffer.concat(parts).toString()
}

test.each([1, 3, 100])(
  'each file of an archive loses its own header, in pieces of %i bytes',
  async (size) => {
    const files = ['Id,V\n1,2', '', 'Id,"V\nW"\n2,x\n3,4', 'Id,V\n5,6\n']
    expect(await joined(files, true, size)).toBe('Id,V\n1,2\n\n\n2,x\n3,4\n\n5,6\n')
    expect(await joined(['1,2', '3,4\n'], false, size)).toBe('1,2\n3,4\n')
  },
)
