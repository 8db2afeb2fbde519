import { describe, expect, it } from 'vitest'
import { EngineError } from '../../../../electron/local-cluster/engine/duckdb-engine'
import { KustoError } from '../../../../electron/local-cluster/answers/kusto-error'
import { toLoadingError } from '../../../../electron/local-cluster/loading/loading-error'
import type { LocalSource } from '../../../../electron/local-cluster/loading/local-source'
import { shortage } from '../../../../electron/local-cluster/engine/shortage'

const properties = {
  format: 'parquet',
  ignoreFirstRecord: false,
  mapping: undefined,
  mappingReference: undefined,
}
const source: LocalSource = { path: '/data/temp/x', sizeBytes: 1, compression: 'none', properties }
const said = (message: string): EngineError => new EngineError(message, false, undefined)

describe('a failure of DuckDB to read a source', () => {
  it.each([
    [
      'Invalid Input Error: No magic bytes found at end of file "/data/temp/x"\nhelp',
      'The blob is not valid parquet: No magic bytes found at end of file.',
    ],
    [
      'Invalid Input Error: Failed to read file "/data/temp/x": Snappy decompression failure',
      'The blob is not valid parquet: Failed to read file: Snappy decompression failure.',
    ],
    [
      'Invalid Error: TProtocolException: Invalid data',
      'The blob is not valid parquet: TProtocolException: Invalid data.',
    ],
    ["Invalid Error: don't know what type: \u000f", "The blob is not valid parquet: don't know what type."],
    [
      'Out of Memory Error: failed to allocate data of size 1.0 TiB (1.0 MiB/1.8 GiB used)',
      'The blob is not valid parquet: it asks for more memory than the local cluster has.',
    ],
  ])('stays so however often it is read: %j', (message, words) => {
    const error = toLoadingError(said(message), source)
    expect(error).toMatchObject({ code: 'BadRequest_InvalidBlob', message: words, permanent: true })
  })

  it('is the source’s fault too if it breaks the engine', () => {
    const broken = new EngineError('INTERNAL Error: Attempted to access index 5', true, undefined)
    expect(toLoadingError(broken, source)).toMatchObject({ code: 'BadRequest_InvalidBlob', permanent: true })
  })

  it.each([
    [
      'IO Error: Could not write file "/data/engine.duckdb": No space left on device',
      'The disk of the local cluster is full.',
    ],
    [
      'INTERRUPT Error: Interrupted!',
      'The ingestion failed because of an internal error in the local cluster.',
    ],
  ])('may pass where it is about the cluster: %j', (message, words) => {
    expect(toLoadingError(said(message), source)).toMatchObject({ message: words, permanent: false })
  })

  it('names the file of an archive, and keeps the code', () => {
    const error = toLoadingError(new KustoError('Stream_X', 'Record 2 is wrong.'), {
      ...source,
      name: 'a/b.csv',
    })
    expect(error).toMatchObject({
      code: 'Stream_X',
      message: 'File “a/b.csv” of the archive: Record 2 is wrong.',
    })
  })
})

describe('a shortage of the cluster', () => {
  it.each([
    [said('IO Error: Could not write all required bytes'), 'disk'],
    [
      said('Out of Memory Error: failed to offload data block of size 256.0 KiB (max_temp_directory_size)'),
      'disk',
    ],
    [Object.assign(new Error('write'), { code: 'ENOSPC' }), 'disk'],
    [said('Out of Memory Error: could not allocate block of size 256.0 KiB'), 'memory'],
  ])('%s is one of %s', (error, what) => {
    expect(shortage(error)).toMatchObject({
      permanent: false,
      message: expect.stringContaining(what) as string,
    })
  })

  it('is not claimed for other errors', () => {
    expect(shortage(said('Invalid Input Error: CSV Error'))).toBeUndefined()
    expect(shortage(new Error('No table'))).toBeUndefined()
  })
})
