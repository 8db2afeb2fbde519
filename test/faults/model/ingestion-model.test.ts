import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { rounds } from '../../support/rounds'
import { ModelRun } from './model-run'
import { anyScenario, knownScenarios, type Scenario } from './scenario'

vi.mock('node:fs/promises', async () => {
  const { modelFilePromises } = await import('./model-files')
  return { ...modelFilePromises, default: modelFilePromises }
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
      ...(path === undefined
        ? { examples: knownScenarios.map((scenario) => [scenario] as [Scenario]) }
        : { path }),
    })
    const replay = `MODEL_SEED=${found.seed} MODEL_PATH=${found.counterexamplePath}`
    const scenario = JSON.stringify(found.counterexample)
    const what = found.errorInstance instanceof Error ? found.errorInstance.message : ''
    if (found.failed) expect.fail(`${replay} (run ${found.numRuns})\n${scenario}\n${what}`)
  } finally {
    process.off('unhandledRejection', handleUnhandled)
  }
})
