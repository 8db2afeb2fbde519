import { join } from 'node:path'
import { outFolder, projectRoot } from './project-paths.mjs'

/** Left as `require`: native code, and the parser's scripts, which are read as they are. */
const externalPackages = ['electron', '@duckdb/*', 'libsql', '@kusto/language-service-next']

/** Azurite names these for its SQL stores, its editor extension and its telemetry; none of them is used here. */
const unusedByAzurite = /^(vscode|sequelize|tedious|mysql2|applicationinsights|@opentelemetry\/.*)$/

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
    external: externalPackages,
    define: isPreload ? {} : { 'import.meta.url': '__bundleUrl' },
    // The preload runs in the sandbox, which has no such module.
    banner: isPreload ? {} : { js: banner },
    plugins: [unusedPackages],
    legalComments: 'none',
  })
  return Object.keys(result.metafile.inputs).filter((input) => !input.includes(':'))
}

/** @type {import('esbuild').Plugin} */
const unusedPackages = {
  name: 'unused-by-azurite',
  setup(build) {
    build.onResolve({ filter: unusedByAzurite }, ({ path, importer }) =>
      /node_modules[\\/]azurite[\\/]/.test(importer) ? { path, namespace: 'unused' } : undefined,
    )
    // A function that is also every property of itself: `class extends sequelize.Model` is evaluated at load.
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents: `const stub = new Proxy(function () {}, {
        get: (target, key) => (key === 'prototype' ? target.prototype : key === '__esModule' ? false : stub),
      }); module.exports = stub`,
      loader: 'js',
    }))
  },
}
