/**
 * A bundle of Node code. `entry` is relative to the project; `output` to `out/`.
 *
 * @typedef {{ readonly name: string, readonly entry: string, readonly output: string }} NodeTarget
 */

/** @type {readonly NodeTarget[]} */
export const nodeTargets = [
  { name: 'main', entry: 'electron/main/main.ts', output: 'main/main.cjs' },
  { name: 'preload', entry: 'electron/preload/index.ts', output: 'preload/preload.cjs' },
  { name: 'local-cluster', entry: 'electron/local-cluster/entry.ts', output: 'local-cluster/entry.cjs' },
  {
    name: 'local-cluster-parser',
    entry: 'electron/local-cluster/kql/translator/translator-thread.ts',
    output: 'local-cluster/translator.cjs',
  },
  {
    name: 'local-cluster-command',
    entry: 'electron/local-cluster/entry-command-line.ts',
    output: 'local-cluster/command-line.cjs',
  },
  {
    name: 'local-cluster-package',
    entry: 'electron/local-cluster/entry-package.ts',
    output: 'local-cluster-package/index.cjs',
  },
  { name: 'inspection', entry: 'electron/inspection/entry.ts', output: 'inspection/entry.cjs' },
  { name: 'language', entry: 'electron/language/entry.ts', output: 'language/entry.cjs' },
  { name: 'cli', entry: 'electron/cli/main.ts', output: 'cli/main.cjs' },
]

/** The page, which Vite bundles. */
export const pageTarget = { name: 'renderer', entry: 'renderer/index.html', output: 'renderer/index.html' }

/** Everything that can be built, by name. */
export const targetNames = [...nodeTargets.map(({ name }) => name), pageTarget.name]
