import { beforeEach, describe, expect, test } from 'vitest'
import type { RowCountPoint, TableWatch } from '../../../../electron/domain/schema/table-watch'
import { createRowCounts, type RowCounts } from '../../../../electron/services/row-counts/row-count-service'
import type { JobsOnChart } from '../../../../electron/services/row-counts/jobs-for-chart'
import type { RowCountService } from '../../../../electron/services/studio-services'
import { TableObservers } from '../../../../electron/services/tables/table-observers'
import { HandClock } from '../../../support/hand-clock'
import { failure, ModelTable, settled } from '../tables/model-table'

const ref = { database: 'D', table: 'T' }

let clock: HandClock
let table: ModelTable
let chart: JobsOnChart
let jobMoved: () => void
let stored: RowCountPoint[]
let counts: RowCounts
let service: RowCountService
let shown: TableWatch[]

const noJobs: JobsOnChart = { settledRows: 0, landing: [], isBusy: false, markers: [], batches: [] }

beforeEach(() => {
  clock = new HandClock()
  table = new ModelTable()
  chart = noJobs
  stored = []
  shown = []
  counts = createRowCounts({
    tables: new TableObservers({
      connectionTo: async () => await Promise.resolve(table.connection),
      clock,
      log: () => undefined,
    }),
    jobs: {
      follow: (_table, listener) => {
        jobMoved = listener
        return { chart: () => chart, close: () => undefined }
      },
    },
    store: { append: (_table, point) => stored.push(point), series: () => [] },
    clock,
    report: () => undefined,
  })
  service = counts.on(() => table.connection)
  service.onChange((change) => shown.push(change.watch()))
})

async function pass(milliseconds: number): Promise<void> {
  for (let step = 0; step < milliseconds / 50; step++) {
    clock.pass(50)
    await settled()
  }
}

async function watch(): Promise<TableWatch> {
  const first = service.watch(ref)
  await pass(50)
  return await first
}

const lastPoint = (): RowCountPoint | undefined => shown.at(-1)?.points.at(-1)

describe('the rows of our jobs', () => {
  test('are those of the moment at which the table was counted, before the job knows of them', async () => {
    chart = { ...noJobs, settledRows: 5, landing: [{ tag: 'studio-a', rows: 0 }], isBusy: true }
    table.land('studio-old', 5)
    await watch()
    expect(lastPoint()).toMatchObject({ rows: 5, ours: 5 })
    table.land('studio-a', 10)
    table.land('', 2)
    await pass(1000)
    expect(lastPoint()).toMatchObject({ rows: 17, ours: 15 })
  })

  test('are never those of others while a job is undone, before or after its rows are dropped', async () => {
    table.land('studio-a', 10)
    chart = { ...noJobs, settledRows: 10 }
    await watch()
    // The undo begins: the job does not know any more how many rows it has.
    chart = { ...noJobs, landing: [{ tag: 'studio-a', rows: null }] }
    jobMoved()
    await pass(3000)
    table.rows.set('studio-a', 0)
    await pass(3000)
    chart = noJobs
    jobMoved()
    await pass(3000)
    expect(shown.flatMap(({ points }) => points).filter(({ rows, ours }) => rows !== ours)).toEqual([])
    expect(lastPoint()).toMatchObject({ rows: 0, ours: 0 })
  })

  test('are what the jobs know if the account may not see extents', async () => {
    table.beforeAnswer = (question) => {
      if (question === 'tags') throw failure('AccessDenied')
    }
    chart = { ...noJobs, landing: [{ tag: 'studio-a', rows: 4 }] }
    table.land('studio-a', 4)
    await watch()
    expect(lastPoint()).toMatchObject({ rows: 4, ours: 4 })
  })

  test('are not guessed if they could not be counted: the reading fails', async () => {
    chart = { ...noJobs, landing: [{ tag: 'studio-a', rows: 0 }] }
    await watch()
    table.beforeAnswer = (question) => {
      if (question === 'tags') throw failure('TimedOut')
    }
    table.land('studio-a', 4)
    await pass(2000)
    expect(shown.at(-1)).toMatchObject({ points: [{ rows: 0, ours: 0 }], error: { code: 'TimedOut' } })
    table.beforeAnswer = () => undefined
    await pass(5000)
    expect(shown.at(-1)).toMatchObject({ error: null })
    expect(lastPoint()).toMatchObject({ rows: 4, ours: 4 })
  })
})

describe('the pace', () => {
  test('goes down to a reading each 3.5 s on an idle table, and up again when a job moves', async () => {
    await watch()
    await pass(60_000)
    const before = table.asked.length
    await pass(60_000)
    expect(table.asked.length - before).toBe(17)
    chart = { ...noJobs, isBusy: true }
    jobMoved()
    const busy = table.asked.length
    await pass(10_000)
    expect(table.asked.length - busy).toBeGreaterThanOrEqual(9)
  })

  test('a change of a job is told at once: whoever shows it sets the pace', async () => {
    await watch()
    const before = shown.length
    for (let change = 0; change < 5; change++) jobMoved()
    expect(shown.length - before).toBe(5)
    expect(shown.map(({ revision }) => revision)).toEqual([...shown.keys()].map((index) => index + 1))
  })

  test('a level is written down once a minute, a step at once', async () => {
    await watch()
    await pass(30_000)
    expect(stored).toHaveLength(1)
    table.land('', 1)
    await pass(11_000)
    expect(stored.map(({ rows }) => rows)).toEqual([0, 1])
  })
})

test('a failure is shown, and counting goes on', async () => {
  table.beforeAnswer = () => {
    throw failure('TableNotFound')
  }
  expect(await watch()).toMatchObject({ points: [], error: { code: 'TableNotFound' } })
  table.beforeAnswer = () => undefined
  await pass(5000)
  expect(shown.at(-1)?.error).toBeNull()
  expect(lastPoint()).toMatchObject({ rows: 0 })
})

test('a table that two windows watch is counted and written down once, until the last one looks away', async () => {
  const other = counts.on(() => table.connection)
  const shownThere: number[] = []
  other.onChange((change) => shownThere.push(change.watch().points.at(-1)?.rows ?? -1))
  await watch()
  expect(await other.watch(ref)).toMatchObject({ points: [{ rows: 0 }] })
  service.unwatch()
  const before = table.asked.length
  table.land('', 7)
  await pass(5000)
  expect(shownThere.at(-1)).toBe(7)
  expect(lastPoint()?.rows).toBe(0)
  expect(stored.map(({ rows }) => rows)).toEqual([0, 7])
  other.unwatch()
  const asked = table.asked.length
  expect(asked).toBeGreaterThan(before)
  await pass(20_000)
  expect(table.asked).toHaveLength(asked)
})

test('nobody who waits for the first reading waits for ever when the table is not watched any more', async () => {
  table.beforeAnswer = () => new Promise(() => undefined)
  const first = service.watch(ref)
  await pass(50)
  service.unwatch()
  expect(await first).toMatchObject({ points: [] })
  expect(clock.alarms).toBe(0)
})
