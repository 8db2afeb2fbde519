import { join } from 'node:path'
import { outFolder, projectRoot } from './project-paths.mjs'

/**
 * Packages that stay outside the bundles: native code, and those whose scripts or WebAssembly are read as files. A packaged
 * studio ships them.
 */
export const unbundledPackages = [
  '@duckdb/node-api',
  '@kusto/language-service-next',
  '@resvg/resvg-wasm',
  'libsql',
]

/** The first line of each bundle: CommonJS has no `import.meta.url`, so define it. */
const banner = `const __bundleUrl = require('node:url').pathToFileURL(__filename).href;`

/**
 * Bundles one entry for Node 18 and newer, with a source map beside it.
 *
 * @param {import('./bundle-targets.mjs').NodeTarget} target
 * @returns {Promise<readonly string[]>} the files that went into it, relative to the project
 * @throws if a module is missing or does not parse; esbuild has printed where
 */
export async function bundleNode(target) {
  const { build } = await import('esbuild')
  const isPreload = target.name === 'preload'
  const result = await build({
    absWorkingDir: projectRoot,
    entryPoints: [target.entry],
    outfile: join(outFolder, target.output),
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    // Packages with only ES modules have no `main`. If they have a CommonJS twin, it is smaller.
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
    external: ['electron', '@duckdb/*', ...unbundledPackages],
    define: isPreload ? {} : { 'import.meta.url': '__bundleUrl' },
    // The preload runs in the sandbox, which lacks this module.
    banner: isPreload ? {} : { js: banner },
    legalComments: 'none',
  })
  return Object.keys(result.metafile.inputs).filter((input) => !input.includes(':'))
}
