import { describe, expect, test } from 'vitest'
import { ingestionFailure, isTransientFailure } from '../../../electron/domain/ingestion-failure'

describe('what the service reports', () => {
  test('is told in its own words, with the place that they name', () => {
    const error = ingestionFailure('a.csv', {
      errorCode: 'Stream_WrongNumberOfFields',
      failureStatus: 'Permanent',
      details: 'Record 17 (line 23) has 5 fields where the first has 7; field 6 is missing.',
    })
    expect(error).toMatchObject({
      code: 'WrongNumberOfFields',
      message:
        '“a.csv” was not ingested: Record 17 (line 23) has 5 fields where the first has 7; field 6 is missing.',
      record: 17,
      line: 23,
      field: 6,
      retryable: false,
      serviceCode: 'Stream_WrongNumberOfFields',
    })
  })

  test('what only the service knows is not replaced by a general sentence', () => {
    const details = 'The file is packed by snappy; send it as apacheavro.'
    const error = ingestionFailure('weather.avro', {
      errorCode: 'BadRequest_InvalidBlob',
      failureStatus: 'Permanent',
      details,
    })
    expect(error.message).toBe(`“weather.avro” was not ingested: ${details}`)
    expect(error.code).toBe('FormatMismatch')
  })

  test.each([
    ['Kusto.DataNode.Exceptions.StreamMalformedException: record 17\n   at Reader.Next()'],
    ['See https://example.org/errors for record 17'],
    ['0x80DA0008 record 17'],
    ['17'],
    [`Something ${'very '.repeat(80)}long about record 17`],
  ])('what is not for people to read stays behind the details: %s', (details) => {
    const error = ingestionFailure('a.csv', {
      errorCode: 'Stream_WrongNumberOfFields',
      failureStatus: 'Permanent',
      details,
    })
    expect(error.message).toMatch(/^“a.csv” has a record with another number of fields than the others/)
    expect(error.details).toBe(details)
  })

  test('of long words the first sentence is told, if it is short enough', () => {
    const error = ingestionFailure('a.csv', {
      errorCode: 'Something_New',
      failureStatus: 'Transient',
      details: `It broke. ${'And then more. '.repeat(40)}`,
    })
    expect(error).toMatchObject({
      code: 'IngestionFailed',
      message: '“a.csv” was not ingested: It broke.',
      retryable: true,
    })
  })

  test('without details the code is told in words', () => {
    const failure = { errorCode: 'BadRequest_EmptyBlob', failureStatus: 'Permanent', details: undefined }
    expect(ingestionFailure('a.csv', failure).message).toBe('“a.csv” is empty.')
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
