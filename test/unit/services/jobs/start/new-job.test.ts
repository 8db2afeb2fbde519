import { describe, expect, test } from 'vitest'
import { newJob } from '../../../../../electron/services/jobs/start/new-job'
import type { SourceRecord } from '../../../../../electron/services/jobs/state/job-record'
import type { StartJobRequest } from '../../../../../electron/services/studio-services'

const where = { clusterUri: 'http://127.0.0.1:1', isLocalCluster: false }

/** A job of files at these paths, which need not be there. */
function jobOf(paths: readonly string[], change: Partial<StartJobRequest> = {}): ReturnType<typeof newJob> {
  const sources = paths.map((handle) => ({ kind: 'file' as const, handle, format: 'csv' as const }))
  const request = { database: 'D', table: 'T', sources, tagged: true, ...change }
  return newJob(request, where, {
    files: { pathOf: (handle) => handle },
    pastes: { pathOf: (sourceId) => `/home/pastes/${sourceId}` },
    now: 1000,
  })
}

describe('a creation time pattern', () => {
  const creationTimePattern = "'day-'yyyyMMdd"

  test('gives each file the time in its path', () => {
    const { sources } = jobOf(['/in/day-20260102.csv', '/in/day-20251231.csv'], { creationTimePattern })
    expect(sources.map(({ creationTime }) => creationTime)).toEqual([
      '2026-01-02T00:00:00.000Z',
      '2025-12-31T00:00:00.000Z',
    ])
  })

  test('that finds no date in some paths is refused before anything is sent, with the first of them', () => {
    const paths = ['/in/day-20260102.csv', '/in/readme.csv', '/in/day-20261301.csv']
    expect(() => jobOf(paths, { creationTimePattern })).toThrow(
      expect.objectContaining({
        code: 'PropertyInvalid',
        subject: 'readme.csv',
        message: `The creation time pattern ${creationTimePattern} finds no date in the path of “readme.csv” and 1 more.`,
      }),
    )
  })

  test('says nothing about pasted rows, which have no path', () => {
    const paste = { kind: 'paste' as const, name: 'Pasted rows', text: '1,2', format: 'csv' as const }
    const { sources } = jobOf([], { sources: [paste], creationTimePattern })
    expect(sources[0]?.creationTime).toBeNull()
  })
})

describe('blobs of a list', () => {
  /** A job of listed blobs of these sizes. */
  const listed = (
    blobs: Readonly<Record<string, number>>,
    format: 'csv' | 'parquet' = 'csv',
  ): SourceRecord[] => {
    const sources = Object.keys(blobs).map((handle) => ({ kind: 'blob' as const, handle, format }))
    const request = { database: 'D', table: 'T', sources, tagged: true }
    const files = {
      pathOf: (handle: string) => handle,
      blobOf: (handle: string) => ({
        uri: `https://a.blob.core.windows.net/c/${handle}?sig=x`,
        display: `https://a.blob.core.windows.net/c/${handle}`,
        path: `folder/${handle}`,
        blob: {
          handle,
          path: handle,
          sizeBytes: blobs[handle] ?? 0,
          rawDataSizeBytes: null,
          format,
          compression: handle.endsWith('.zip') ? ('zip' as const) : ('none' as const),
          obstacle: null,
        },
      }),
    }
    return newJob(request, where, { files, pastes: { pathOf: () => '' }, now: 1000 }).sources
  }

  test('keep their path as name, and nothing of their secret', () => {
    const [source] = listed({ 'a.csv': 5 })
    expect(source).toMatchObject({ name: 'folder/a.csv', sizeBytes: 5, rawDataSizeBytes: 5, hasSecret: true })
    expect(JSON.stringify(source)).not.toContain('sig=')
  })

  test('are counted if they are small together, zip archives too', () => {
    const sources = listed({ 'a.csv': 100_000_000, 'b.csv': 100_000_000, 'c.zip': 1 })
    expect(sources.map(({ isCountable }) => isCountable)).toEqual([true, true, true])
  })

  test('do not pass through this machine to be counted if they are large, but for what a footer tells', () => {
    const large = { a: 100_000_000, b: 100_000_000, c: 100_000_000 }
    expect(listed(large).map(({ isCountable }) => isCountable)).toEqual([false, false, false])
    expect(listed(large, 'parquet').map(({ isCountable }) => isCountable)).toEqual([true, true, true])
  })
})

test('pasted rows are located where their text is kept, from the first moment', () => {
  const paste = { kind: 'paste' as const, name: 'Pasted rows', text: '1,2', format: 'csv' as const }
  const { sources } = jobOf([], { sources: [paste] })
  const [source] = sources
  expect(source?.location).toBe(`/home/pastes/${source?.sourceId}`)
})
