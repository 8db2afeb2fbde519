import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LocalClusterStatus } from '../../../electron/domain/schema/connection'
import { LocalClusterSupervisor, type RunningCluster } from '../../../electron/main/local-cluster-supervisor'

/** A process that the test ends. */
class FakeProcess implements RunningCluster {
  readonly clusterUri: string
  readonly exited: Promise<{ reason: string }>
  readonly crash: (reason: string) => void

  constructor(port: number) {
    this.clusterUri = `http://127.0.0.1:${port}`
    let end: (value: { reason: string }) => void = () => undefined
    this.exited = new Promise((resolve) => (end = resolve))
    this.crash = (reason) => end({ reason })
  }

  async stop(): Promise<void> {
    this.crash('It was stopped.')
  }
}

let processes: FakeProcess[] = []
let failures = 0
let changes: LocalClusterStatus[] = []
let supervisor: LocalClusterSupervisor

beforeEach(() => {
  vi.useFakeTimers()
  processes = []
  failures = 0
  changes = []
  supervisor = new LocalClusterSupervisor(
    async () => {
      if (failures > 0) {
        failures--
        throw new Error('the folder is in use')
      }
      const process = new FakeProcess(9000 + processes.length)
      processes.push(process)
      return process
    },
    (info) => changes.push(info),
  )
})
afterEach(() => vi.useRealTimers())

const states = (): string[] => changes.map(({ state }) => state)
const crashLast = async (): Promise<void> => {
  processes[processes.length - 1]?.crash('Its process ended with code 70.')
  await vi.advanceTimersByTimeAsync(0)
}

describe('the local cluster’s supervisor', () => {
  test('starts one process for any number of callers', async () => {
    const [first, second] = await Promise.all([supervisor.start(), supervisor.start()])
    expect(first.clusterUri).toBe('http://127.0.0.1:9000')
    expect(second).toEqual(first)
    expect(await supervisor.start()).toEqual(first)
    expect(processes).toHaveLength(1)
    expect(states()).toEqual(['starting', 'running'])
    expect(supervisor.isLocalCluster('http://127.0.0.1:9000')).toBe(true)
    expect(supervisor.isLocalCluster('http://127.0.0.1:9001')).toBe(false)
  })

  test('says why it cannot start, and starts when asked again', async () => {
    failures = 1
    await expect(supervisor.start()).rejects.toMatchObject({
      code: 'LocalClusterFailed',
      details: 'the folder is in use',
      retryable: true,
    })
    expect(supervisor.info()).toMatchObject({ state: 'crashed', error: { code: 'LocalClusterFailed' } })
    await supervisor.start()
    expect(supervisor.info().state).toBe('running')
  })

  test('starts it again after 1, 2 and 4 s, then leaves it down', async () => {
    await supervisor.start()
    for (const wait of [1000, 2000, 4000]) {
      await crashLast()
      expect(supervisor.info()).toMatchObject({ state: 'starting', clusterUri: null })
      const before = processes.length
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(processes).toHaveLength(before)
      await vi.advanceTimersByTimeAsync(1)
      expect(supervisor.info().state).toBe('running')
    }
    await crashLast()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(supervisor.info()).toMatchObject({
      state: 'crashed',
      error: { code: 'LocalClusterFailed', details: 'Its process ended with code 70.' },
    })
    expect(processes).toHaveLength(4)
  })

  test('counts failed starts among the attempts', async () => {
    await supervisor.start()
    failures = 10
    await crashLast()
    await vi.advanceTimersByTimeAsync(7000)
    expect(supervisor.info().state).toBe('crashed')
    expect(failures).toBe(7)
  })

  test('a cluster that ran for a minute gets all its attempts again', async () => {
    await supervisor.start()
    for (let round = 0; round < 5; round++) {
      await vi.advanceTimersByTimeAsync(60_000)
      await crashLast()
      await vi.advanceTimersByTimeAsync(1000)
      expect(supervisor.info().state).toBe('running')
    }
  })

  test('a call that comes while it waits starts it at once', async () => {
    await supervisor.start()
    await crashLast()
    const { clusterUri } = await supervisor.start()
    expect(clusterUri).toBe('http://127.0.0.1:9001')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(processes).toHaveLength(2)
  })

  test('is not started again after it was stopped', async () => {
    await supervisor.start()
    await supervisor.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(processes).toHaveLength(1)
    expect(states()).toEqual(['starting', 'running', 'stopping', 'stopped'])
  })

  test('a restart after the last crash works', async () => {
    failures = 1
    await supervisor.start().catch(() => undefined)
    expect((await supervisor.restart()).state).toBe('running')
  })
})
