import { describe, expect, test } from 'vitest'
import { ingestionFailure, isTransientFailure } from '../../../electron/domain/ingestion-failure'

describe('what the service reports', () => {
  test('is told in words, with the record where the details name it', () => {
    const error = ingestionFailure('a.csv', {
      errorCode: 'Stream_WrongNumberOfFields',
      failureStatus: 'Permanent',
      details: 'Wrong number of fields in record 17 of the stream.',
    })
    expect(error).toMatchObject({
      code: 'WrongNumberOfFields',
      message: '“a.csv” has a record with another number of fields than the others: record 17.',
      record: 17,
      retryable: false,
      serviceCode: 'Stream_WrongNumberOfFields',
    })
  })

  test('an unknown code keeps the service’s own words', () => {
    const error = ingestionFailure('a.csv', {
      errorCode: 'Something_New',
      failureStatus: 'Transient',
      details: 'It broke. Badly.',
    })
    expect(error).toMatchObject({
      code: 'IngestionFailed',
      message: '“a.csv” was not ingested: It broke.',
      retryable: true,
    })
  })

  test.each([
    ['Download_UnknownError', 'Permanent', true],
    ['BadRequest_EmptyBlob', 'Permanent', false],
    [undefined, 'Exhausted', true],
    [undefined, 'Unknown', false],
    ['Stream_NoDataToIngest', 'Permanent', false],
  ])('%s, %s: may be retried: %s', (errorCode, failureStatus, expected) => {
    expect(isTransientFailure({ errorCode, failureStatus, details: undefined })).toBe(expected)
  })
})
