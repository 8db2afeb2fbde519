import { expect, test } from 'vitest'
import { decodeSample } from '../../../../electron/domain/recognition/decode-sample'
import { recognise } from '../../../../electron/domain/recognition/recognise'
import { wordsOfFinding } from '../../../../electron/domain/finding-words'

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

test('text that is UTF-8 in one line and Latin-1 in another is mixed, whichever there is more of', () => {
  for (const bytes of [
    Buffer.concat([utf8('id,city\n1,Köln\n'), latin1('2,Málaga\n')]),
    Buffer.concat([latin1('id,city\n1,Málaga\n2,Cádiz\n3,Óbidos\n'), utf8('4,Köln\n5,it’s\n')]),
  ]) {
    expect(decodeSample(bytes, true)).toMatchObject({ encoding: 'utf-8', isDamaged: true, isMixed: true })
  }
  const { findings } = recognise({
    bytes: Buffer.concat([utf8('id,city\n1,Köln\n'), latin1('2,Málaga\n')]),
    isWhole: true,
    name: 'cities.csv',
  })
  const found = findings.find(({ kind }) => kind === 'encoding')
  if (found === undefined) return expect.fail('nothing is told')
  const { label, text, nextStep } = wordsOfFinding(found)
  expect(label).toBe('Mixed encodings')
  expect(text).toContain(
    'byte 0xE1 at offset 19 (line 3) fits no UTF-8 character, and is “á” in Windows-1252',
  )
  expect(nextStep).not.toContain('Convert')
})

test('text of one encoding is not called mixed', () => {
  expect(decodeSample(latin1('Name,Ort\nJürgen,Köln\nÄnne,Öd\n'), true)).toMatchObject({
    encoding: 'iso-8859-1',
    isDamaged: false,
  })
  const quoted = Buffer.concat([
    latin1('n,v\n1,'),
    Buffer.from([0x93]),
    latin1('Übung'),
    Buffer.from([0x94, 0x0a]),
  ])
  expect(decodeSample(quoted, true)).toMatchObject({ encoding: 'windows-1252' })
})
