import { addressCases } from './addresses'
import { basicOperatorCases } from './basic-operators'
import { columnsFromDataCases } from './columns-from-data'
import { distributionAndPartCases } from './distributions-and-parts'
import { documentRuleCases } from './rules-of-documents'
import { dynamicCases } from './dynamics'
import { endsOfTypesCases } from './ends-of-types'
import { flexibleShapeCases } from './flexible-shapes'
import { joinCases } from './joins'
import { namedTableCases } from './named-tables'
import { nullCases } from './null-values'
import { numberCases } from './numbers'
import { otherNameCases } from './other-names'
import { scanCases } from './scans'
import { seriesCases } from './series'
import { seriesStatisticsCases } from './series-statistics'
import { shapeCases } from './shapes'
import { stringCases } from './strings'
import { summarizeCases } from './summarize'
import { timeCases } from './times'
import { webAndArrayCases } from './web-and-arrays'
import { weightAndRankCases } from './weights-and-ranks'
import type { QueryCase } from '../query-case'

/** All cases, by chapter. */
export const allCases: Readonly<Record<string, readonly QueryCase[]>> = {
  'basic operators': basicOperatorCases,
  summarize: summarizeCases,
  'null values': nullCases,
  'ends of types': endsOfTypesCases,
  'rules of documents': documentRuleCases,
  'weights and ranks': weightAndRankCases,
  strings: stringCases,
  times: timeCases,
  numbers: numberCases,
  'dynamic values': dynamicCases,
  'joins and unions': joinCases,
  'named tables': namedTableCases,
  series: seriesCases,
  'series statistics': seriesStatisticsCases,
  addresses: addressCases,
  'distributions and parts': distributionAndPartCases,
  'columns from data': columnsFromDataCases,
  scans: scanCases,
  shapes: shapeCases,
  'web and arrays': webAndArrayCases,
  'flexible shapes': flexibleShapeCases,
  'other names': otherNameCases,
}
