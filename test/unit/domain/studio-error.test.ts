import { expect, test } from 'vitest'
import { fromWireError, StudioError, toWireError } from '../../../electron/domain/studio-error'

test('an error crosses a border whole', () => {
  const error = new StudioError('WrongNumberOfFields', 'Record 3 has 4 fields, not 7.', {
    retryable: false,
    nextStep: 'Mend the record.',
    subject: 'a.csv',
    record: 3,
    line: 9,
    serviceCode: 'Stream_WrongNumberOfFields',
    details: 'raw',
  })
  const revived = fromWireError(structuredClone(toWireError(error)))
  expect(revived).toBeInstanceOf(StudioError)
  expect(toWireError(revived)).toEqual(toWireError(error))
})

test('a bug crosses without its text', () => {
  const wire = toWireError(new TypeError('https://account/blob?sig=secret'))
  expect(wire.code).toBe('Unexpected')
  expect(JSON.stringify(wire)).not.toContain('secret')
})
