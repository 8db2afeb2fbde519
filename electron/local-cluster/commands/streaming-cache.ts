import { resultTable, type ResultTable } from '../result-table'

/**
 * `.clear database cache streamingingestion schema` (or `.clear table T cache …`): clients run it after they made
 * a table, so that the service's nodes see it. There is no such cache here.
 */
export function isClearStreamingCache(csl: string): boolean {
  return /^\s*\.clear\s+(database|table\s+\S.*?)\s+cache\s+streamingingestion\s+schema\s*$/is.test(csl)
}

/** The answer of one healthy node. */
export function clearStreamingCache(): ResultTable {
  return resultTable({ NodeId: 'string', Status: 'string' }, [['LocalCluster_0', 'Succeeded']])
}
