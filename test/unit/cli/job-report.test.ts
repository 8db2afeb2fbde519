import { describe, expect, test } from 'vitest'
import { isComplete, reportJob } from '../../../electron/cli/job-report'
import type { JobSnapshot } from '../../../electron/domain/schema/job'
import { jobSnapshot } from '../../support/job-snapshot'

const job = jobSnapshot()

describe('the rows that a report calls missing', () => {
  test('are none where all landed', () => {
    const report = reportJob(job, [])
    expect(report.missing).toBe(0)
    expect(isComplete(report)).toBe(true)
  })

  test('are those that neither landed nor were refused', () => {
    const report = reportJob({ ...job, rows: { expected: 1000, landed: 600, refused: 150 } }, [])
    expect(report.missing).toBe(250)
    expect(isComplete(report)).toBe(false)
  })

  test('are not known while nobody has found out about a source', () => {
    const open: JobSnapshot = {
      ...job,
      status: 'needsAttention',
      rows: { expected: 1000, landed: 600, refused: 0 },
      counts: { succeeded: 1, unknown: 1 },
    }
    expect(reportJob(open, []).missing).toBeNull()
    expect(reportJob({ ...open, rows: { ...open.rows, landed: 1000 } }, []).missing).toBe(0)
    expect(reportJob({ ...open, rows: { ...open.rows, landed: null } }, []).missing).toBeNull()
  })
})
