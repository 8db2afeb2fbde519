import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outFolder, projectRoot } from './project-paths.mjs'
import { runNpm } from './run-process.mjs'
import { shippedPackages } from './shipped-packages.mjs'

/**
 * Writes what goes along with a packaged studio into `out/licences`: its own licence, the licences of every package in
 * it, and a bill of materials in CycloneDX. Call it after a build.
 *
 * @returns {Promise<string>} the folder
 */
export async function writeLicences() {
  const folder = join(outFolder, 'licences')
  const packages = shippedPackages()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(join(projectRoot, 'LICENSE'), join(folder, 'LICENSE.txt'))
  writeFileSync(
    join(folder, 'THIRD-PARTY-NOTICES.txt'),
    noticesOf(
      'Kusto Ingestion Studio contains the packages below. Electron and Chromium have their own files beside the program.',
      packages,
    ),
  )
  writeFileSync(
    join(folder, 'sbom.cdx.json'),
    `${JSON.stringify(await billOfMaterials(packages), null, 2)}\n`,
  )
  return folder
}

/**
 * The licences of packages, one after the other.
 *
 * @param {string} intro what contains them, in one sentence
 * @param {readonly import('./shipped-packages.mjs').ShippedPackage[]} packages
 */
export function noticesOf(intro, packages) {
  const parts = packages.map(({ name, version, license, text }) =>
    [`${name} ${version} (${license})`, text || 'The package comes without a licence file.'].join('\n\n'),
  )
  return [intro, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n'
}

/**
 * What npm says about the lockfile, without the packages that only build or test the studio.
 *
 * @param {readonly import('./shipped-packages.mjs').ShippedPackage[]} packages
 */
async function billOfMaterials(packages) {
  const bill = JSON.parse(
    await runNpm(['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
      cwd: projectRoot,
      quiet: true,
    }),
  )
  const shipped = new Set(packages.map(({ name, version }) => `${name}@${version}`))
  const components = bill.components.filter((/** @type {any} */ one) =>
    shipped.has(`${one.name}@${one.version}`),
  )
  const refs = new Set([
    bill.metadata.component['bom-ref'],
    ...components.map((/** @type {any} */ one) => one['bom-ref']),
  ])
  return {
    ...bill,
    metadata: {
      ...bill.metadata,
      component: { ...bill.metadata.component, type: 'application', name: 'kusto-ingestion-studio' },
    },
    components,
    dependencies: bill.dependencies
      .filter((/** @type {any} */ one) => refs.has(one.ref))
      .map((/** @type {any} */ one) => ({
        ...one,
        dependsOn: one.dependsOn.filter((/** @type {string} */ ref) => refs.has(ref)),
      })),
  }
}
