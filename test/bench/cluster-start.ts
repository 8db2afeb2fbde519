import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { installPackedLocalCluster } from '../support/packed-local-cluster'
import { median } from './measure'

/**
 * Measures the local cluster as others install it: the size of its package, and how long its program takes from the start of
 * its process until it is ready, with nothing to read and with what a start before has kept.
 *
 * @param work A folder for the package and its data.
 * @param rounds How often each is started; medians count.
 */
export async function measureClusterStart(work: string, rounds: number): Promise<unknown[]> {
  const project = join(work, 'packed-cluster')
  mkdirSync(project)
  const { folder, program } = await installPackedLocalCluster(project)
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const bytes = files
    .filter((file) => file.isFile())
    .reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)
  const kept = ['--data-dir', join(work, 'packed-cluster-data')]
  await startOnce(program, kept)
  const inMemory: number[] = []
  const again: number[] = []
  for (let round = 0; round < rounds; round++) {
    inMemory.push(await startOnce(program, ['--in-memory']))
    again.push(await startOnce(program, kept))
  }
  const result = {
    scenario: 'cluster-start',
    packageMb: Math.round(bytes / 100_000) / 10,
    inMemoryMilliseconds: Math.round(median(inMemory)),
    keptMilliseconds: Math.round(median(again)),
    fastest: Math.round(Math.min(...inMemory, ...again)),
  }
  process.stderr.write(`${JSON.stringify(result)}\n`)
  return [result]
}

/** Milliseconds until it says that it is ready. */
async function startOnce(program: string, options: readonly string[]): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(program, ['--json', ...options], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(createInterface({ input: child.stdout }), 'line')
  const milliseconds = performance.now() - startedAt
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
  return milliseconds
}
