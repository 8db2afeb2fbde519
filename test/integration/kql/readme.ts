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

Queries go through the official parser and its analysis, so an error reads as the service's, with its code and
place. What stands in this table has a test that states its answer, many of them from the examples of Kusto’s documents.

<!-- prettier-ignore-start -->
${featureTable()}
<!-- prettier-ignore-end -->

Made from the tests by \`${regenerateCommand}\`.
`
}

/** Writes the page. */
export function writeReadme(): void {
  writeFileSync(readmePath, madeReadme())
}
