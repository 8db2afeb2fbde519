import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createMessageSeal } from '../../../../electron/local-cluster/engine/message-seal'

const seal = createMessageSeal(randomBytes(32))

test('gives back what it sealed, which nobody can read or recognise', () => {
  const text = '{"blobPath":"https://a/b?sig=secret","ü":"💧"}'
  const [one, other] = [seal.seal(text), seal.seal(text)]
  expect(seal.open(one)).toBe(text)
  expect(one).not.toBe(other)
  expect(one).not.toContain('secret')
})

test('refuses what was changed or sealed with another key', () => {
  const sealed = seal.seal('x')
  expect(() => createMessageSeal(randomBytes(32)).open(sealed)).toThrow()
  expect(() => seal.open(`${sealed.slice(0, -4)}AAA=`)).toThrow()
})

test('takes what an earlier version wrote', () => {
  expect(seal.open('{"id":"1"}')).toBe('{"id":"1"}')
})
