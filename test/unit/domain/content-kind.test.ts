import { expect, test } from 'vitest'
import { detectContentKind } from '../../../electron/domain/content-kind'

test('a NUL byte among letters is named by its place; wide text is not taken for that', () => {
  for (const text of ['a\0b,c\n', 'id,name\n1,x\0y\n2,z\n', 'a\0\0b\n'])
    expect(detectContentKind(Buffer.from(text))).toMatchObject({ kind: 'foreign' })
  const told = detectContentKind(Buffer.from('id,name\n1,x\0y\n'))
  expect(told).toMatchObject({ what: 'text with a NUL byte (0x00) at offset 11, in line 2' })
  for (const text of ['a,b\n1,2\n', 'a\n', 'имя,1\n', '名前,都市\n東京,1\n'])
    expect(detectContentKind(Buffer.from(text, 'utf16le'))).toEqual({
      kind: 'wideText',
      encoding: 'UTF-16',
      isLittleEndian: true,
    })
})
