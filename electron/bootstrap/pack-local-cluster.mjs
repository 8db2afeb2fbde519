import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { noticesOf } from './licences.mjs'
import { outFolder, projectRoot } from './project-paths.mjs'
import { say } from './say.mjs'
import { bundledPackages } from './shipped-packages.mjs'

const folder = join(projectRoot, 'electron', 'local-cluster')
/** The same bundles that the studio's own command runs, and what Node programs import. */
const bundles = ['local-cluster-command', 'local-cluster-parser', 'local-cluster-package']

/** Fills `dist` of the local cluster's package; `npm pack` and `npm publish` in its folder run this first. */
async function makeDist() {
  await ensureDependencies('everything')
  await build(bundles)
  const dist = join(folder, 'dist')
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist)
  const program = join(dist, 'command-line.cjs')
  writeFileSync(program, `#!/usr/bin/env node\n${bundle('local-cluster/command-line.cjs')}`)
  chmodSync(program, 0o755)
  writeFileSync(join(dist, 'translator.cjs'), bundle('local-cluster/translator.cjs'))
  writeFileSync(join(dist, 'index.cjs'), bundle('local-cluster-package/index.cjs'))
  writeFileSync(join(dist, 'index.d.cts'), await declarationsOf('entry-package.ts'))
  const intro = 'The local cluster contains the packages below.'
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), noticesOf(intro, bundledPackages(bundles)))
}

/** A bundle without the line that names its source map, which stays behind: it is half of the size. */
function bundle(/** @type {string} */ output) {
  return readFileSync(join(outFolder, output), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
}

/** The types that a module exports. It declares all of them itself: a package has no other sources to refer to. */
async function declarationsOf(/** @type {string} */ file) {
  const { default: ts } = await import('typescript')
  const path = join(folder, file)
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(path, 'utf8'), {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, strict: true },
  })
  const [problem] = diagnostics
  if (problem !== undefined) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'))
  return `/// <reference lib="esnext.disposable" />\n${outputText}`
}

makeDist().catch((error) => {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
