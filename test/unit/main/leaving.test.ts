import { beforeEach, expect, test, vi } from 'vitest'
import { Leaving } from '../../../electron/main/leaving'

let unsent: number
let windows: string[]
let asked: string[]
let answer: (leaves: boolean) => void
const quit = vi.fn<() => void>()
let leaving: Leaving<string>

beforeEach(() => {
  unsent = 2
  windows = ['first', 'used last']
  asked = []
  quit.mockReset()
  leaving = new Leaving<string>({
    unsent: () => unsent,
    windows: () => windows,
    ask: (window, count) => {
      asked.push(`${window}: ${count}`)
      return new Promise((resolve) => (answer = resolve))
    },
    quit,
  })
})

/** Closes a window as the system does; true if it may close. */
function closes(window: string, close: () => void = () => undefined): boolean {
  let isPrevented = false
  leaving.handleClose(window, { preventDefault: () => (isPrevented = true) }, close)
  return !isPrevented
}

test('quitting in the middle of an upload asks once, in the window used last, and ends after a yes', async () => {
  expect(leaving.mayQuit()).toBe(false)
  expect(leaving.mayQuit()).toBe(false)
  expect(asked).toEqual(['used last: 2'])
  answer(true)
  await vi.waitFor(() => expect(quit).toHaveBeenCalledOnce())
  expect(leaving.mayQuit()).toBe(true)
  expect(closes('first')).toBe(true)
  expect(asked).toHaveLength(1)
})

test('after a no, the studio stays, and asks the next time', async () => {
  leaving.mayQuit()
  answer(false)
  await vi.waitFor(() => {
    expect(leaving.mayQuit()).toBe(false)
    expect(asked).toHaveLength(2)
  })
  expect(quit).not.toHaveBeenCalled()
})

test.each([
  ['nothing is unsent', () => (unsent = 0)],
  ['no window is left to ask in', () => (windows = [])],
  ['the system ends the studio', () => leaving.decide()],
])('nobody is asked if %s', (_why, arrange) => {
  arrange()
  expect(leaving.mayQuit()).toBe(true)
  // What is unsent now was let go of.
  unsent = 3
  expect(closes('first')).toBe(true)
  expect(asked).toEqual([])
})

test('of two windows, only the last one asks before it closes', async () => {
  expect(closes('first')).toBe(true)
  windows = ['used last']
  const close = vi.fn<() => void>()
  expect(closes('used last', close)).toBe(false)
  answer(true)
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
  expect(closes('used last')).toBe(true)
})
