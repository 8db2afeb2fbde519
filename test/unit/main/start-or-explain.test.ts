import { expect, test } from 'vitest'
import { StudioError } from '../../../electron/domain/studio-error'
import { describeStartFailure, startOrExplain } from '../../../electron/main/start-or-explain'

test('it is tried again until it works, and each failure is shown', async () => {
  const shown: unknown[] = []
  let attempts = 0
  const start = (): Promise<string> =>
    ++attempts < 3 ? Promise.reject(new Error(`attempt ${attempts}`)) : Promise.resolve('open')
  const ask = (failure: unknown): Promise<'tryAgain'> => {
    shown.push((failure as Error).message)
    return Promise.resolve('tryAgain')
  }
  expect(await startOrExplain(start, ask)).toEqual({ kind: 'started', value: 'open' })
  expect(shown).toEqual(['attempt 1', 'attempt 2'])
})

test('it is given up when the person says so', async () => {
  const start = (): Promise<never> => Promise.reject(new Error('no'))
  expect(await startOrExplain(start, () => Promise.resolve('quit'))).toEqual({ kind: 'givenUp' })
})

test('what nobody expected is said without its text, which may be anything', () => {
  const words = describeStartFailure(new TypeError('x is not a function'), '/home/studio.log')
  expect(words).toBe('Something unexpected went wrong. The log says more: /home/studio.log')
  const known = new StudioError('DiskFull', 'The disk is full.', { nextStep: 'Free some space.' })
  expect(describeStartFailure(known, '')).toBe('The disk is full.\n\nFree some space.')
})
