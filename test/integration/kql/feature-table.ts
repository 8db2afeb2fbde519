import { aggregates } from '../../../electron/local-cluster/kql/aggregates/aggregate-table'
import { addressFunctions } from '../../../electron/local-cluster/kql/functions/address-functions'
import { arrayFunctions } from '../../../electron/local-cluster/kql/functions/array-functions'
import { bagKeyFunctions } from '../../../electron/local-cluster/kql/functions/bag-key-functions'
import { codeFunctions } from '../../../electron/local-cluster/kql/functions/code-functions'
import { conditionalFunctions } from '../../../electron/local-cluster/kql/functions/conditional-functions'
import { conversionFunctions } from '../../../electron/local-cluster/kql/functions/conversion-functions'
import { dynamicFunctions } from '../../../electron/local-cluster/kql/functions/dynamic-functions'
import { extentFunctions } from '../../../electron/local-cluster/kql/functions/extent-functions'
import { guidCodeFunctions } from '../../../electron/local-cluster/kql/functions/guid-code-functions'
import { mathFunctions } from '../../../electron/local-cluster/kql/functions/math-functions'
import { rowFunctions } from '../../../electron/local-cluster/kql/functions/row-functions'
import { seriesFillFunctions } from '../../../electron/local-cluster/kql/functions/series-fill-functions'
import { seriesFunctions } from '../../../electron/local-cluster/kql/functions/series-functions'
import {
  bagsOfResults,
  seriesStatisticsFunctions,
} from '../../../electron/local-cluster/kql/functions/series-statistics-functions'
import { specialFunctions } from '../../../electron/local-cluster/kql/functions/special-functions'
import { stringFunctions } from '../../../electron/local-cluster/kql/functions/string-functions'
import { timeFunctions } from '../../../electron/local-cluster/kql/functions/time-functions'
import { unitFunctions } from '../../../electron/local-cluster/kql/functions/unit-functions'
import { webFunctions } from '../../../electron/local-cluster/kql/functions/web-functions'
import { windowFunctions } from '../../../electron/local-cluster/kql/functions/window-functions'
import { allCases } from './cases/all-cases'
import { refusedCases } from './cases/refused'

/** Words of the language that are not functions. A word counts as supported if a case's query has it. */
const words: Readonly<Record<string, readonly string[]>> = {
  Statements: ['let', 'declare query_parameters', 'set'],
  'Tabular sources': [
    'database(',
    'datatable',
    'materialize',
    'print',
    'range',
    'table(',
    'toscalar',
    'union',
  ],
  'Tabular operators': [
    'as',
    'consume',
    'count',
    'distinct',
    'evaluate bag_unpack',
    'evaluate ipv4_lookup',
    'evaluate ipv6_lookup',
    'evaluate narrow',
    'evaluate pivot',
    'extend',
    'facet',
    'find',
    'fork',
    'getschema',
    'invoke',
    'join',
    'limit',
    'lookup',
    'make-series',
    'mv-apply',
    'mv-expand',
    'order by',
    'parse',
    'parse-kv',
    'parse-where',
    'partition',
    'project',
    'project-away',
    'project-by-names',
    'project-keep',
    'project-rename',
    'project-reorder',
    'render',
    'sample',
    'sample-distinct',
    'scan',
    'search',
    'serialize',
    'sort by',
    'summarize',
    'take',
    'top',
    'top-hitters',
    'top-nested',
    'where',
  ],
  Joins: [
    'kind=inner',
    'kind=innerunique',
    'kind=leftouter',
    'kind=rightouter',
    'kind=fullouter',
    'kind=leftanti',
    'kind=rightanti',
    'kind=leftsemi',
    'kind=rightsemi',
  ],
  'Operators on texts': [
    '=~',
    '!~',
    'has',
    '!has',
    'has_cs',
    'has_any',
    'has_all',
    'hasprefix',
    'hassuffix',
    'contains',
    '!contains',
    'contains_cs',
    'startswith',
    'endswith',
    'matches regex',
    'in',
    '!in',
    'in~',
    'between',
    '!between',
  ],
}

const functionFamilies: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Aggregates: { ...aggregates, arg_max: true, arg_min: true, percentiles: true },
  'Choice, null': conditionalFunctions,
  Conversion: conversionFunctions,
  Dynamic: { ...dynamicFunctions, ...arrayFunctions, ...bagKeyFunctions },
  Mathematics: mathFunctions,
  'Addresses, IPv6': addressFunctions,
  'Hashes, distributions, parts of texts': specialFunctions,
  Units: unitFunctions,
  Series: { ...seriesFunctions, ...seriesFillFunctions, ...seriesStatisticsFunctions, ...bagsOfResults },
  Texts: { ...stringFunctions, ...guidCodeFunctions },
  'URLs, IPv4, characters, bits': { ...webFunctions, ...codeFunctions },
  Time: timeFunctions,
  'Rows, windows, extents': { ...rowFunctions, ...windowFunctions, ...extentFunctions },
}

const supportedQueries = Object.values(allCases).flatMap((cases) => cases.map(({ query }) => query))

/**
 * The README's table of KQL features in Markdown, made from the tests: by family, what the queries with checked
 * answers use, and what the refusal cases name.
 */
export function featureTable(): string {
  const text = supportedQueries.join('\n')
  const rows = [
    ...Object.entries(words).map(([family, names]) =>
      row(
        family,
        names.filter((name) => hasWord(text, name)),
      ),
    ),
    ...Object.entries(functionFamilies).map(([family, table]) =>
      row(
        family,
        Object.keys(table)
          .filter((name) => hasWord(text, `${name}(`))
          .sort()
          .map((name) => `${name}()`),
      ),
    ),
  ]
  const refused = [...new Set(refusedCases.map(({ feature }) => feature))].join(' · ')
  return [
    '| | Supported |',
    '|---|---|',
    ...rows,
    '',
    `Refused by name and position, never answered wrongly: ${refused}; and any function that is not in the table.`,
  ].join('\n')
}

/** Functions that are translated but that no case calls. */
export function untestedFunctions(): readonly string[] {
  const text = supportedQueries.join('\n')
  return Object.values(functionFamilies)
    .flatMap((table) => Object.keys(table))
    .filter((name) => !hasWord(text, `${name}(`))
}

function row(family: string, names: readonly string[]): string {
  return `| ${family} | ${names.map((name) => `\`${name.replace(/\($/, '()')}\``).join(' ')} |`
}

/** True if the word occurs in the text and not as part of a longer one. */
function hasWord(text: string, word: string): boolean {
  const escaped = word
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/ /g, '\\s+')
    .replace('=', '\\s*=\\s*')
  const spaced = word.endsWith('(') ? escaped : `${escaped}(?![\\w~-])`
  return new RegExp(`(?<![\\w!~-])${spaced}`).test(text)
}
