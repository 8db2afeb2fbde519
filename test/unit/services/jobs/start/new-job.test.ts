import { describe, expect, test } from 'vitest'
import { newJob } from '../../../../../electron/services/jobs/start/new-job'
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

test('pasted rows are located where their text is kept, from the first moment', () => {
  const paste = { kind: 'paste' as const, name: 'Pasted rows', text: '1,2', format: 'csv' as const }
  const { sources } = jobOf([], { sources: [paste] })
  const [source] = sources
  expect(source?.location).toBe(`/home/pastes/${source?.sourceId}`)
})
