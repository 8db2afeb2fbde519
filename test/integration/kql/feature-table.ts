import { allCases } from './cases/all-cases'
import { refusedCases } from './cases/refused'

/**
 * The README's table of KQL features as Markdown, made from the cases: what is tested and supported, by
 * chapter, and what is refused by name.
 */
export function featureTable(): string {
  const rows = Object.entries(allCases).map(([chapter, cases]) => {
    const features = [...new Set(cases.map(({ feature }) => feature))]
    return `| ${chapter} | ${features.map(quoted).join(' · ')} |`
  })
  const refused = refusedCases.map(({ feature }) => quoted(feature)).join(' · ')
  return ['| | Supported |', '|---|---|', ...rows, '', `Refused, with name and position: ${refused}`].join(
    '\n',
  )
}

/** A bar would end the cell of a Markdown table. */
function quoted(feature: string): string {
  return feature.replace(/\|/g, '\\|')
}
