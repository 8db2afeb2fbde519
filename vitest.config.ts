import { defineConfig } from 'vitest/config'

const project = (
  name: string,
  options: {
    environment?: string
    timeout?: number
    serial?: boolean
    setup?: string[]
    globalSetup?: string[]
  } = {},
): object => ({
  extends: true,
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    environment: options.environment ?? 'node',
    testTimeout: options.timeout ?? 10_000,
    hookTimeout: options.timeout ?? 30_000,
    fileParallelism: options.serial !== true,
    setupFiles: options.setup ?? [],
    globalSetup: options.globalSetup ?? [],
  },
})

/** One runner for all layers; each layer is a project and runs alone with `--project`. */
export default defineConfig({
  test: {
    env: { TZ: 'UTC' },
    maxWorkers: 2,
    projects: [
      project('unit'),
      project('contract'),
      project('component', { environment: 'happy-dom', timeout: 20_000, setup: ['test/component/setup.ts'] }),
      project('integration', { timeout: 60_000 }),
      project('conformance', { timeout: 60_000, globalSetup: ['test/conformance/global-setup.ts'] }),
      project('faults', { timeout: 300_000, serial: true }),
      project('e2e', { timeout: 180_000, serial: true }),
    ],
  },
})
