import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { featureTable } from './feature-table'

/** What writes the section anew; the failing test names it. */
export const regenerateCommand = 'npx tsx test/integration/kql/write-readme-section.ts'

const readmePath = fileURLToPath(new URL('../../../README.md', import.meta.url))
const heading = '## What KQL the local cluster knows'

/** The README's section as it is written there. */
export function writtenSection(): string {
  const { text, start, end } = place()
  return text.slice(start, end)
}

/** The section as the tests of today make it. */
export function madeSection(): string {
  return `${heading}

Queries go through the official parser and its analysis, so an error reads as the service's, with its code and
place. What stands in this table has a test that states its answer, many of them from the examples of Kusto’s documents.

<!-- prettier-ignore-start -->
${featureTable()}
<!-- prettier-ignore-end -->

Made from the tests by \`${regenerateCommand}\`.

`
}

/** Writes the section into the README: in place of the one that is there. */
export function writeSection(): void {
  const { text, start, end } = place()
  writeFileSync(readmePath, text.slice(0, start) + madeSection() + text.slice(end))
}

/** Where the section is; when there is none yet, behind the one on the local cluster. */
function place(): { readonly text: string; readonly start: number; readonly end: number } {
  const text = readFileSync(readmePath, 'utf8')
  const found = text.indexOf(`${heading}\n`)
  const before = found >= 0 ? found : text.indexOf('## The local cluster')
  const next = text.indexOf('\n## ', before + 1) + 1
  if (before < 0 || next === 0) throw new Error('The README has no place for the section on KQL.')
  return { text, start: found >= 0 ? found : next, end: next }
}
