import { expect, test } from 'vitest'
import { Troubles } from '../../../electron/main/troubles'

const window = (): object => ({})

test('what breaks reaches every window, and each that does not listen yet when it asks', () => {
  const troubles = new Troubles()
  const [open, loading] = [window(), window()]
  const told: string[] = []
  troubles.add(open, ({ part }) => {
    told.push(part)
    return true
  })
  troubles.add(loading, () => false)
  troubles.report('studio')
  troubles.report('studio')
  expect(told).toEqual(['studio', 'studio'])
  expect(troubles.take(open)).toBeNull()
  expect(troubles.take(loading)).toMatchObject({ part: 'studio', times: 2, error: { code: 'Unexpected' } })
  expect(troubles.take(loading)).toBeNull()
})

test('a crashed page concerns its own window only', () => {
  const troubles = new Troubles()
  const [crashed, other] = [window(), window()]
  for (const one of [crashed, other]) troubles.add(one, () => false)
  troubles.report('page', crashed)
  expect(troubles.take(other)).toBeNull()
  expect(troubles.take(crashed)?.error.message).toBe('This window’s page crashed and was loaded again.')
})

test('what breaks before there is a window is told to the first one', () => {
  const troubles = new Troubles()
  troubles.report('studio')
  const [first, second] = [window(), window()]
  for (const one of [first, second]) troubles.add(one, () => false)
  expect(troubles.take(first)).toMatchObject({ part: 'studio', times: 1 })
  expect(troubles.take(second)).toBeNull()
})
