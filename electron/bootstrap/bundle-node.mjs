import { join } from 'node:path'
import { outFolder, projectRoot } from './project-paths.mjs'

/**
 * Packages that stay outside the bundles: native code, and the parser, whose scripts are read as files. A packaged
 * studio carries them.
 */
export const unbundledPackages = ['@duckdb/node-api', '@kusto/language-service-next', 'libsql']

/** What each bundle begins with: `import.meta.url` has no meaning in CommonJS, so it is spelled out. */
const banner = `const __bundleUrl = require('node:url').pathToFileURL(__filename).href;`

/**
 * Bundles one entry for Node 18 and up, with a source map beside it.
 *
 * @param {import('./bundle-targets.mjs').NodeTarget} target
 * @returns {Promise<readonly string[]>} the files that went into it, relative to the project
 * @throws when a module is missing or does not parse; esbuild has then printed where
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
    // Packages that are ES modules only have no `main`; their CommonJS twin, where there is one, is smaller.
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
    external: ['electron', '@duckdb/*', ...unbundledPackages],
    define: isPreload ? {} : { 'import.meta.url': '__bundleUrl' },
    // The preload runs in the sandbox, which has no such module.
    banner: isPreload ? {} : { js: banner },
    legalComments: 'none',
  })
  return Object.keys(result.metafile.inputs).filter((input) => !input.includes(':'))
}
