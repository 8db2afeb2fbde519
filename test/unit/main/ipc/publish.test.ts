import type { WebContents } from 'electron'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPublisher } from '../../../../electron/main/ipc/publish'
import { publishServiceEvents } from '../../../../electron/main/service-events'
import type { JobChange, StudioServices } from '../../../../electron/services/studio-services'
import { jobSnapshot } from '../../../support/job-snapshot'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a job that changes all the time costs four events and four snapshots a second, and the last change is shown', () => {
  const sent: number[] = []
  const page = {
    isDestroyed: () => false,
    isCrashed: () => false,
    send: (_channel: string, _event: string, job: { readonly revision: number }) => sent.push(job.revision),
  } as unknown as WebContents
  let tell: (change: JobChange) => void = () => undefined
  const silent = { onChange: () => () => undefined }
  const services = {
    connection: silent,
    settings: silent,
    inspection: silent,
    rowCounts: silent,
    jobs: { onChange: (listener: (change: JobChange) => void) => (tell = listener) },
  } as unknown as StudioServices
  publishServiceEvents(
    services,
    createPublisher(
      () => page,
      () => undefined,
    ),
  )

  let revision = 0
  let snapshots = 0
  const { jobId, clusterUri, database, table } = jobSnapshot()
  const snapshot = (): ReturnType<typeof jobSnapshot> => {
    snapshots += 1
    return jobSnapshot({ revision })
  }
  for (let change = 0; change < 1000; change++) {
    revision += 1
    tell({ jobId, clusterUri, database, table, snapshot })
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(1000)
  expect(sent[0]).toBe(1)
  expect(sent.at(-1)).toBe(1000)
  expect(sent).toHaveLength(5)
  expect(snapshots).toBe(5)
})
