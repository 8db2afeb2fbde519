import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  boundsBeside,
  firstBounds,
  readWindowBounds,
  writeWindowBounds,
} from '../../../electron/main/window-bounds'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
let folder = ''
let file = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'window-bounds-'))
  file = join(folder, 'window.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const saved = { position: { x: 100, y: 50 }, size: { width: 1000, height: 700 }, isMaximized: true }

test('what was written is read again', () => {
  writeWindowBounds(file, saved)
  expect(readWindowBounds(file, [screen])).toEqual(saved)
})

test('a first start has the first bounds', () => {
  expect(readWindowBounds(file, [screen])).toEqual(firstBounds)
})

test.each([
  '',
  'null',
  '{',
  '{"size":{"width":1,"height":1}}',
  '{"position":null,"size":"x","isMaximized":1}',
])('the damaged file %j gives the first bounds', (text) => {
  writeFileSync(file, text)
  expect(readWindowBounds(file, [screen])).toEqual(firstBounds)
})

test.each([
  ['to the right', { x: 4000, y: 50 }],
  ['to the left', { x: -960, y: 50 }],
  ['above', { x: 100, y: -400 }],
  ['below', { x: 100, y: 1060 }],
])('a window that stood on a screen %s keeps its size only', (_where, position) => {
  writeWindowBounds(file, { ...saved, position })
  expect(readWindowBounds(file, [screen])).toEqual({ ...saved, position: null })
})

test('a window on the second screen stays there', () => {
  const second = { x: 1920, y: 0, width: 1280, height: 1024 }
  const there = { ...saved, position: { x: 2000, y: 10 } }
  writeWindowBounds(file, there)
  expect(readWindowBounds(file, [screen, second])).toEqual(there)
})

test.each([
  ['a little lower and to the right', { x: 100, y: 50 }, { x: 132, y: 82 }],
  ['wherever the system puts it, if that is off the screen', { x: 1800, y: 1020 }, null],
])('a further window opens %s', (_where, before, position) => {
  expect(boundsBeside({ ...before, width: 1000, height: 700 }, [screen])).toEqual({
    position,
    size: { width: 1000, height: 700 },
    isMaximized: false,
  })
})
