import { skipBlanks } from '../../domain/kql-text'
import { resultTable, type ResultTable } from '../answers/result-table'

const cacheCommands = [
  /^\.clear\s+(database|table\s+\S.*?)\s+cache\s+streamingingestion\s+schema\s*;?\s*$/is,
  /^\.refresh\s+database\s+\S.*?\s+(table\s+\S.*?\s+)?cache\s+ingestionbatchingpolicy\s*;?\s*$/is,
]

/**
 * `.clear database cache streamingingestion schema`, `.clear table T cache …` and `.refresh database 'D' table 'T'
 * cache ingestionbatchingpolicy`: clients run them after creating or altering a table, so that the service's nodes
 * see the change. There are no such caches here.
 */
export function isServiceCacheCommand(csl: string): boolean {
  const command = csl.slice(skipBlanks(csl))
  return cacheCommands.some((pattern) => pattern.test(command))
}

/** The answer from one healthy node. */
export function serviceCacheAnswer(): ResultTable {
  return resultTable({ NodeId: 'string', Status: 'string' }, [['LocalCluster_0', 'Succeeded']])
}
