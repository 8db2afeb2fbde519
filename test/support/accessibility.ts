import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, NodeResult, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare global {
  // What axe-core's script leaves on the page.
  var axe: { run(context: { readonly exclude: readonly string[] }, options: RunOptions): Promise<AxeResults> }
}

/** Puts axe-core into a page. The debugger does it, because the page's own policy would refuse the script. */
export async function addAxe(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: axeSource })
  await session.detach()
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text)
}

/** Dummies that Fluent's keyboard navigation (Tabster) puts around lists: they pass the focus on and are never read. */
const exempt = ['[data-tabster-dummy]']

/**
 * What axe-core calls serious or critical in the page as it is now, one line for each element: rule, element, reason.
 * WCAG 2 A and AA, best practices, and one of the rules that axe-core still calls experimental.
 *
 * @param only The names of the rules to look for; all, if left out.
 */
export async function seriousIssues(page: Page, only?: readonly string[]): Promise<string[]> {
  const { violations } = await page.evaluate(
    ([exclude, rules]) =>
      axe.run(
        { exclude },
        {
          resultTypes: ['violations'],
          ...(rules === undefined
            ? { rules: { 'label-content-name-mismatch': { enabled: true } } }
            : { runOnly: [...rules] }),
        },
      ),
    [exempt, only] as const,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => describe(id, node)))
}

function describe(rule: string, { html, any, all, none }: NodeResult): string {
  const reason = [...any, ...all, ...none].map(({ message }) => message).join(' ')
  return `${rule}: ${html.slice(0, 300)} (${reason})`
}
