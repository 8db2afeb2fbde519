import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type * as SourceStates from '../../../electron/domain/source-state'
import type * as GzipPieces from '../../../electron/services/jobs/upload/gzip-pieces'
import type * as JournalModule from '../../../electron/services/jobs/journal/journal'
import type * as PieceBudgets from '../../../electron/services/jobs/upload/piece-budget'
import type * as Counts from '../../../electron/services/sources/count-records'
import { rounds } from '../../support/rounds'
import { ModelRun } from './model-run'
import { anyScenario } from './scenario'

vi.mock('node:fs/promises', async () => {
  const { modelFilePromises } = await import('./model-files')
  return { ...modelFilePromises, default: modelFilePromises }
})
vi.mock('node:timers/promises', async () => {
  const { modelTimers } = await import('./model-timers')
  return { ...modelTimers, default: modelTimers }
})
vi.mock('@azure/storage-blob', async () => ({
  ContainerClient: (await import('./model-storage')).ModelContainerClient,
}))
vi.mock('@azure/storage-queue', async () => ({
  QueueClient: (await import('./model-storage')).ModelQueueClient,
}))
vi.mock('@azure/data-tables', async () => ({
  TableClient: (await import('./model-storage')).ModelTableClient,
}))
vi.mock('../../../electron/services/jobs/upload/gzip-pieces', async (original) => ({
  ...(await original<typeof GzipPieces>()),
  deflatePiece: (await import('./model-deflate')).deflateAtOnce,
}))
vi.mock('../../../electron/services/sources/count-records', async (original) => {
  const real = await original<typeof Counts>()
  const { modelFileCount } = await import('./model-count')
  return { ...real, countWholeFile: modelFileCount(real.countRecords) }
})
vi.mock('../../../electron/services/jobs/count/blob-records', async () => {
  const { countRecords } = await import('../../../electron/services/sources/count-records')
  return { countBlobRecords: (await import('./model-count')).modelBlobCount(countRecords) }
})
vi.mock('../../../electron/services/jobs/upload/piece-budget', async (original) => {
  const real = await original<typeof PieceBudgets>()
  return { ...real, PieceBudget: (await import('./small-budget')).withSmallBuffers(real.PieceBudget) }
})
vi.mock('../../../electron/services/jobs/journal/journal', async (original) => {
  const real = await original<typeof JournalModule>()
  return { ...real, Journal: (await import('./journal-watch')).watched(real.Journal) }
})
vi.mock('../../../electron/domain/source-state', async (original) => {
  const real = await original<typeof SourceStates>()
  const { watchedTransitions } = await import('./transition-watch')
  return { ...real, nextSourceState: watchedTransitions(real.nextSourceState) }
})

const seeds = rounds.modelWorlds
const shrinkMs = 20_000
/** The same worlds each time unless another seed is named; `random` for new ones. */
const seed = process.env['MODEL_SEED'] ?? '1'
const path = process.env['MODEL_PATH']

test(`keeps its promises in ${seeds} worlds`, { timeout: 600_000 }, async () => {
  const unhandled: unknown[] = []
  let shrinksUntil = Number.POSITIVE_INFINITY
  const handleUnhandled = (error: unknown): void => void unhandled.push(error)
  process.on('unhandledRejection', handleUnhandled)
  try {
    const property = fc.asyncProperty(anyScenario, async (scenario) => {
      // A failure is made smaller only for so long.
      if (performance.now() > shrinksUntil) return
      const run = new ModelRun(scenario)
      const faults = await run.play()
      for (const error of unhandled.splice(0)) faults.push(`Nobody handled ${String(error)}`)
      if (faults.length === 0) return
      shrinksUntil = Math.min(shrinksUntil, performance.now() + shrinkMs)
      throw new Error([...faults, '', ...run.world.trace.slice(-120)].join('\n'))
    })
    const found = await fc.check(property, {
      numRuns: seeds,
      ...(seed === 'random' ? {} : { seed: Number(seed) }),
      ...(path === undefined ? {} : { path }),
    })
    const replay = `MODEL_SEED=${found.seed} MODEL_PATH=${found.counterexamplePath}`
    const scenario = JSON.stringify(found.counterexample)
    const what = found.errorInstance instanceof Error ? found.errorInstance.message : ''
    if (found.failed) expect.fail(`${replay} (run ${found.numRuns})\n${scenario}\n${what}`)
  } finally {
    process.off('unhandledRejection', handleUnhandled)
  }
})
