import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, ElementContext, NodeResult, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare global {
  // What axe-core's script leaves on the page.
  var axe: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> }
}

/** Puts axe-core into a page. The debugger does it, because the page's own policy would refuse the script. */
export async function addAxe(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: axeSource })
  await session.detach()
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text)
}

/**
 * What axe-core calls serious or critical in the page as it is now, one line for each element: rule, element, reason.
 * WCAG 2 A and AA, best practices, and the rules that axe-core still calls experimental.
 */
export async function seriousIssues(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    axe.run(
      { exclude: ['[data-tabster-dummy]'] },
      {
        resultTypes: ['violations'],
        rules: { 'label-content-name-mismatch': { enabled: true } },
      },
    ),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => describe(id, node)))
}

function describe(rule: string, { html, any, all, none }: NodeResult): string {
  const reason = [...any, ...all, ...none].map(({ message }) => message).join(' ')
  return `${rule}: ${html.slice(0, 300)} (${reason})`
}
