import { expect, test } from 'vitest'
import { isTrustedSender } from '../../../../electron/main/ipc/sender'

test('our own page, in the main frame', () => {
  expect(isTrustedSender({ url: 'app://studio/index.html', parent: null })).toBe(true)
  expect(isTrustedSender({ url: 'app://studio/index.html#jobs', parent: null })).toBe(true)
})

test.each([
  ['no frame', null],
  ['an undefined frame', undefined],
  ['a frame in our page', { url: 'app://studio/index.html', parent: {} }],
  ['a blank page', { url: 'about:blank', parent: null }],
  ['an empty address', { url: '', parent: null }],
  ['another host', { url: 'app://studio.evil/index.html', parent: null }],
  ['another port', { url: 'app://studio:1/index.html', parent: null }],
  ['another scheme', { url: 'https://studio/index.html', parent: null }],
  ['a file', { url: 'file:///out/renderer/index.html', parent: null }],
  ['a similar scheme', { url: 'appx://studio/index.html', parent: null }],
])('not %s', (_what, frame) => {
  expect(isTrustedSender(frame)).toBe(false)
})
