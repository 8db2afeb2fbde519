import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { featureTable } from './feature-table'

/** The command that rewrites the page; a failing test names it. */
export const regenerateCommand = 'npx tsx test/integration/kql/write-readme.ts'

const readmePath = fileURLToPath(new URL('../../../electron/local-cluster/kql/README.md', import.meta.url))

/** The page in its current form. */
export function writtenReadme(): string {
  return readFileSync(readmePath, 'utf8')
}

/** The page as generated from the current tests. */
export function madeReadme(): string {
  return `# What KQL the local cluster knows

The official parser reads and analyzes queries, so errors read like the service's, with its code and position.
Everything in this table has a test that states the answer, often from an example in Kusto’s documents.

<!-- prettier-ignore-start -->
${featureTable()}
<!-- prettier-ignore-end -->

Generated from the tests by \`${regenerateCommand}\`.
`
}

/** Writes the page. */
export function writeReadme(): void {
  writeFileSync(readmePath, madeReadme())
}
