import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import type { LowDisk } from '../../../electron/domain/schema/low-disk'
import { DiskWatch, lowBytes } from '../../../electron/main/disk-watch'
import { HandClock } from '../../support/hand-clock'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a disk that is nearly full is told before it is full, while that lasts, and when it is over', async () => {
  const clock = new HandClock()
  const free = new Map([
    ['/home/ana/.studio', 4 * lowBytes],
    [tmpdir(), 4 * lowBytes],
  ])
  const told: (LowDisk | null)[] = []
  const space = (folder: string): Promise<{ free: number; total: number }> =>
    Promise.resolve({ free: free.get(folder) ?? 0, total: 1e12 })
  const watch = new DiskWatch('/home/ana/.studio', (low) => told.push(low), space, clock)
  watch.start()
  await settled()
  const pass = async (): Promise<void> => {
    clock.pass(15_000)
    await settled()
  }
  await pass()
  expect(told).toEqual([])
  free.set('/home/ana/.studio', 1000)
  await pass()
  await pass()
  expect(told).toEqual([{ place: 'home', folder: '/home/ana/.studio', free: 1000, needed: lowBytes }])
  expect(watch.low).toEqual(told[0])
  free.set('/home/ana/.studio', 4 * lowBytes)
  free.set(tmpdir(), 5000)
  await pass()
  expect(told[1]).toMatchObject({ place: 'temporary', free: 5000 })
  free.set(tmpdir(), 4 * lowBytes)
  await pass()
  expect(told[2]).toBeNull()
  expect(told).toHaveLength(3)
})
