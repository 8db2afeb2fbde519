import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'
import { slowness } from './test/support/slowness.ts'

const project = (
  name: string,
  options: {
    environment?: string
    timeout?: number
    workers?: number
    /** Files that run in one process share what they import: most of a file's time is its imports. */
    shareModules?: boolean
    /** How many tests of a file that are `concurrent` run at a time. */
    together?: number
    setup?: string[]
    globalSetup?: string[]
  } = {},
): object => ({
  extends: true,
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    environment: options.environment ?? 'node',
    testTimeout: (options.timeout ?? 10_000) * slowness,
    hookTimeout: (options.timeout ?? 30_000) * slowness,
    maxWorkers: options.workers ?? 2,
    maxConcurrency: options.together ?? 5,
    isolate: options.shareModules !== true,
    // Projects with the same number of workers run side by side, the others one after another.
    sequence: { groupOrder: options.workers ?? 2 },
    setupFiles: options.setup ?? [],
    globalSetup: options.globalSetup ?? [],
  },
})

/** One runner for all layers; each layer is a project and runs alone with `--project`. */
export default defineConfig({
  test: {
    env: { TZ: 'UTC' },
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', { shareModules: true }),
      project('contract', { shareModules: true }),
      project('inspection', { shareModules: true }),
      project('component', {
        environment: 'happy-dom',
        shareModules: true,
        timeout: 20_000,
        setup: ['test/component/setup.ts'],
      }),
      // More than the two cores that we count on: many of these tests wait for a batch to be sealed.
      project('integration', { timeout: 60_000, workers: 3, shareModules: true }),
      project('conformance', {
        timeout: 60_000,
        workers: 3,
        shareModules: true,
        globalSetup: ['test/conformance/global-setup.ts'],
      }),
      // Compilers of other languages; skipped where there are none.
      project('sdks', { timeout: 300_000, workers: 3 }),
      project('hostile', { timeout: 60_000, workers: 3 }),
      // The six black holes wait for time limits beside two that work; more at a time overload the machine.
      project('faults', { timeout: 300_000, together: 8 }),
      project('e2e', { timeout: 180_000, workers: 1, shareModules: true }),
    ],
  },
})
