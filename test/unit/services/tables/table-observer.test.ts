import { beforeEach, describe, expect, test } from 'vitest'
import type { StudioError } from '../../../../electron/domain/studio-error'
import type { TableSubscriber } from '../../../../electron/services/tables/table-observer'
import { TableObservers } from '../../../../electron/services/tables/table-observers'
import { taggedOf, type TableReading } from '../../../../electron/services/tables/table-reading'
import { HandClock } from '../../../support/hand-clock'
import { failure, ModelTable, settled } from './model-table'

const where = { clusterUri: 'http://127.0.0.1:1', database: 'D', table: 'T' }

let clock: HandClock
let table: ModelTable
let observers: TableObservers

beforeEach(() => {
  clock = new HandClock()
  table = new ModelTable()
  observers = new TableObservers({
    connectionTo: async () => await Promise.resolve(table.connection),
    clock,
    log: () => undefined,
  })
})

/** Follows the table with a pace of its own. */
class Follower implements TableSubscriber {
  readonly readings: TableReading[] = []
  readonly failures: StudioError[] = []
  wants = true
  needs = false
  due = 0
  readonly #paceMs: number
  readonly #tags: readonly string[]

  constructor(paceMs: number, tags: readonly string[] = []) {
    this.#paceMs = paceMs
    this.#tags = tags
    this.due = clock.elapsed()
  }

  dueAt(): number {
    return this.due
  }

  wantsRows(): boolean {
    return this.wants
  }

  tags(): readonly string[] {
    return this.#tags
  }

  needsTags(): boolean {
    return this.needs
  }

  take(reading: TableReading): void {
    this.readings.push(reading)
    this.due = clock.elapsed() + this.#paceMs
  }

  fail(error: StudioError): void {
    this.failures.push(error)
    this.due = clock.elapsed() + this.#paceMs
  }

  get last(): TableReading | undefined {
    return this.readings.at(-1)
  }

  /** Rows of the last reading: all, and those under a tag. */
  rowsOf(tag: string): readonly [unknown, number | undefined] {
    return [this.last?.rows, this.last === undefined ? undefined : taggedOf(this.last)?.rows.get(tag)]
  }
}

/** Lets time go by in steps in which everything has its turn. */
async function pass(milliseconds: number, stepMs = 50): Promise<void> {
  for (let step = 0; step < milliseconds / stepMs; step++) {
    clock.pass(stepMs)
    await settled()
  }
}

describe('the pace', () => {
  test('a chart and a tracker share one reading, at the pace of the faster one', async () => {
    const chart = new Follower(1000, ['studio-a'])
    const tracker = new Follower(2000, ['studio-a'])
    observers.follow(where, chart)
    observers.follow(where, tracker)
    await pass(60_000)
    // Each second one count; the tags every 10 s, as nothing lands.
    expect(table.count('rows')).toBeGreaterThanOrEqual(58)
    expect(table.count('rows')).toBeLessThanOrEqual(61)
    expect(table.count('tags')).toBeLessThanOrEqual(6)
    expect(tracker.readings).toEqual(chart.readings)
  })

  test('once the faster one has gone, the slower one sets it; once all have, nothing waits', async () => {
    const [fast, slow] = [new Follower(250), new Follower(5000)]
    const [fastest, slowest] = [observers.follow(where, fast), observers.follow(where, slow)]
    await pass(1000)
    const before = table.asked.length
    expect(before).toBeGreaterThanOrEqual(4)
    fastest.end()
    await pass(10_000)
    expect(table.asked.length - before).toBeLessThanOrEqual(3)
    slowest.end()
    expect(clock.alarms).toBe(0)
  })

  test('the last one who goes breaks off the question under way, and hears no more', async () => {
    const follower = new Follower(1000)
    let answer: () => void = () => undefined
    table.beforeAnswer = () => new Promise((resolve) => (answer = resolve))
    const subscription = observers.follow(where, follower)
    await pass(50)
    subscription.end()
    expect(table.signals.map((signal) => signal?.aborted)).toEqual([true])
    answer()
    await pass(5000)
    expect(follower.readings).toEqual([])
    expect(table.asked).toHaveLength(1)
  })

  test('who is due sooner than it said says so', async () => {
    const follower = new Follower(60_000)
    const subscription = observers.follow(where, follower)
    await pass(100)
    follower.due = clock.elapsed() + 50
    subscription.plan()
    await pass(100)
    expect(follower.readings).toHaveLength(2)
  })

  test('a look that is asked for now is one that begins now', async () => {
    const follower = new Follower(60_000)
    let answer: () => void = () => undefined
    table.beforeAnswer = () => new Promise((resolve) => (answer = resolve))
    const subscription = observers.follow(where, follower)
    await pass(50)
    let isOver = false
    void subscription.lookNow().then(() => (isOver = true))
    table.beforeAnswer = () => undefined
    table.land('', 5)
    answer()
    await settled()
    expect(isOver).toBe(true)
    expect(follower.readings).toHaveLength(2)
    expect(follower.last?.rows).toBe(5)
  })

  test('who has no tags and wants no rows costs no command, but is called at its pace', async () => {
    const follower = new Follower(1000)
    follower.wants = false
    observers.follow(where, follower)
    await pass(3100)
    expect(table.asked).toEqual([])
    expect(follower.readings.length).toBeGreaterThanOrEqual(3)
    expect(follower.last).toMatchObject({ rows: null, tagged: null })
  })
})

describe('whose rows there are', () => {
  test('what lands is counted with its tag at one moment', async () => {
    const follower = new Follower(1000, ['studio-a', 'studio-b'])
    observers.follow(where, follower)
    await pass(100)
    table.land('studio-a', 10)
    table.land('', 3)
    await pass(1000)
    expect(follower.rowsOf('studio-a')).toEqual([13, 10])
    expect(follower.rowsOf('studio-b')).toEqual([13, 0])
  })

  test('rows that land between the two questions are never taken for those of others', async () => {
    const follower = new Follower(1000, ['studio-a'])
    observers.follow(where, follower)
    await pass(100)
    table.land('', 3)
    // After the count, before the tags; and once more between the tags and the next count.
    const landings = [2, 3]
    table.beforeAnswer = (question, count) => {
      if (landings.includes(count) && question === 'tags') table.land('studio-a', 10)
    }
    await pass(1000)
    const [rows, tagged] = follower.rowsOf('studio-a')
    expect([rows, tagged]).toEqual([23, 20])
  })

  test('a table that never stands still is asked eight times at most, and nothing of ours is lost', async () => {
    const follower = new Follower(1000, ['studio-a'])
    observers.follow(where, follower)
    await pass(100)
    const before = table.asked.length
    table.beforeAnswer = () => table.land('studio-a', 10)
    await pass(1000)
    const [rows, tagged] = follower.rowsOf('studio-a')
    expect(table.asked.length - before).toBe(8)
    expect(tagged).toBeGreaterThanOrEqual(Number(rows))
  })

  test('rows of other writers cost one more command while none of ours land', async () => {
    const follower = new Follower(1000, ['studio-a'])
    observers.follow(where, follower)
    await pass(100)
    const before = table.asked.length
    table.land('', 3)
    await pass(1000)
    expect(table.asked.slice(before)).toEqual(['rows', 'tags'])
    expect(follower.rowsOf('studio-a')).toEqual([3, 0])
  })

  test('rows that land while as many are dropped are found within 10 s; no older count claims to know', async () => {
    table.land('studio-a', 10)
    const follower = new Follower(1000, ['studio-a', 'studio-b'])
    observers.follow(where, follower)
    await pass(100)
    const asked = clock.now()
    table.rows.set('studio-a', 0)
    table.land('studio-b', 10)
    await pass(5000)
    expect(follower.rowsOf('studio-b')).toEqual([10, 0])
    // The count is new, but the tags are known for what they are: older than the landing.
    expect(taggedOf(follower.last as TableReading)?.askedAt).toBeLessThanOrEqual(asked)
    await pass(6000)
    expect(follower.rowsOf('studio-b')).toEqual([10, 10])
  })

  test('who waits for reported rows has the tags counted each time', async () => {
    const [chart, tracker] = [new Follower(1000), new Follower(1000, ['studio-a'])]
    tracker.needs = true
    observers.follow(where, chart)
    observers.follow(where, tracker)
    await pass(5000)
    expect(table.count('tags')).toBeGreaterThanOrEqual(5)
    const { askedAt } = taggedOf(tracker.last as TableReading) ?? { askedAt: 0 }
    expect(clock.now() - askedAt).toBeLessThanOrEqual(1000)
  })

  test('a tag that is new is counted with the next look', async () => {
    observers.follow(where, new Follower(1000, ['studio-a']))
    await pass(100)
    const late = new Follower(1000, ['studio-b'])
    observers.follow(where, late)
    await pass(100)
    expect(late.rowsOf('studio-b')).toEqual([0, 0])
  })
})

describe('what cannot be known', () => {
  test('what the account may not see is asked for once a minute, and the rest all the same', async () => {
    table.beforeAnswer = (question) => {
      if (question === 'tags') throw failure('AccessDenied')
    }
    const follower = new Follower(1000, ['studio-a'])
    observers.follow(where, follower)
    await pass(59_000)
    expect(table.count('tags')).toBe(1)
    expect(table.count('rows')).toBeGreaterThan(50)
    expect(follower.last).toMatchObject({ rows: 0, tagged: { code: 'AccessDenied' } })
    table.beforeAnswer = () => undefined
    table.land('studio-a', 7)
    await pass(5000)
    expect(follower.rowsOf('studio-a')).toEqual([7, 7])
  })

  test('a right that was given is seen at once by who asks for a look, and by a new follower', async () => {
    table.beforeAnswer = (question) => {
      if (question === 'rows') throw failure('AccessDenied')
    }
    const follower = new Follower(1000)
    const subscription = observers.follow(where, follower)
    await pass(3000)
    expect(table.count('rows')).toBe(1)
    await subscription.lookNow()
    expect(table.count('rows')).toBe(2)
    table.beforeAnswer = () => undefined
    const late = new Follower(1000)
    observers.follow(where, late)
    await pass(100)
    expect(late.last?.rows).toBe(0)
  })

  test('where the table may not be counted, its tags are counted each time', async () => {
    table.beforeAnswer = (question) => {
      if (question === 'rows') throw failure('AccessDenied')
    }
    const follower = new Follower(1000, ['studio-a'])
    observers.follow(where, follower)
    await pass(100)
    table.land('studio-a', 7)
    await pass(1000)
    expect(follower.last).toMatchObject({ rows: { code: 'AccessDenied' } })
    expect(follower.rowsOf('studio-a')[1]).toBe(7)
    expect(table.count('rows')).toBe(1)
  })

  test('a cluster that is away is asked one question, and all hear of it; then it goes on', async () => {
    const [one, other] = [new Follower(1000, ['studio-a']), new Follower(4000)]
    observers.follow(where, one)
    observers.follow(where, other)
    table.beforeAnswer = () => {
      throw failure('ClusterUnreachable')
    }
    await pass(100)
    expect(table.asked).toEqual(['rows'])
    expect([one, other].map(({ failures }) => failures.map(({ code }) => code))).toEqual([
      ['ClusterUnreachable'],
      ['ClusterUnreachable'],
    ])
    table.beforeAnswer = () => undefined
    await pass(1000)
    expect(one.rowsOf('studio-a')).toEqual([0, 0])
  })

  test('one who cannot take a reading does not keep it from the others', async () => {
    const broken = new Follower(1000)
    broken.take = () => {
      broken.due = Number.POSITIVE_INFINITY
      throw new Error('broken')
    }
    const whole = new Follower(1000)
    observers.follow(where, broken)
    observers.follow(where, whole)
    await pass(2100)
    expect(whole.readings.length).toBeGreaterThanOrEqual(2)
  })
})
