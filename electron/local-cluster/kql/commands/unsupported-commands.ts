import { skipBlanks } from '../../../domain/kql-text'

/** How commands begin that Kusto has but the local cluster does not; `~` stands for one name. */
const beginnings: readonly string[] = [
  'add',
  'alter column',
  'alter database ~ prettyname',
  'alter external',
  'alter follower',
  'alter materialized-view',
  'alter table ~ column-docstrings',
  'alter-merge table ~ column-docstrings',
  'append-stored-query-result',
  'attach',
  'cancel',
  'clear materialized-view',
  'create entity_group',
  'create external',
  'create materialized-view',
  'create workload_group',
  'create-or-alter continuous-export',
  'create-or-alter external',
  'create-or-alter materialized-view',
  'delete async table ~ records',
  'delete table ~ records',
  'detach',
  'disable',
  'drop continuous-export',
  'drop database ~ admins',
  'drop database ~ ingestors',
  'drop database ~ monitors',
  'drop database ~ unrestrictedviewers',
  'drop database ~ users',
  'drop database ~ viewers',
  'drop external',
  'drop materialized-view',
  'drop table ~ admins',
  'drop table ~ ingestors',
  'enable',
  'execute cluster',
  'export',
  'merge',
  'move extents',
  'purge',
  'redirect',
  'rename materialized-view',
  'replace extents',
  'seal',
  'set cluster',
  'set database',
  'set stored_query_result',
  'set table ~ admins',
  'set table ~ ingestors',
  'show cache',
  'show callstacks',
  'show cluster sandboxes',
  'show column',
  'show data',
  'show data-connections',
  'show database ~ extents partitioning',
  'show entity_group',
  'show entity_groups',
  'show external table',
  'show fabric',
  'show follower',
  'show materialized-view',
  'show request_support',
  'show row_level_security',
  'show rowstore',
  'show stored_query_result',
  'show stored_query_results',
  'show streamingingestion',
  'show table ~ data statistics',
  'show table ~ policy \\*',
  'show table ~ shards',
  'show workload_group',
  'show workload_groups',
  'undo drop',
  'update',
]

const name = String.raw`(?:\[\s*(?:'[^']*'|"[^"]*")\s*\]|[^\s()]+)`

/** The beginning of an unsupported Kusto command; undefined for any other text. */
export function unsupportedCommand(
  csl: string,
): { readonly name: string; readonly offset: number } | undefined {
  const offset = skipBlanks(csl)
  const command = csl.slice(offset)
  for (const beginning of beginnings) {
    const words = beginning.split(' ').map((word) => (word === '~' ? name : word))
    const pattern = String.raw`^\.${words.join(String.raw`\s+`)}(?![\w-])`
    if (!new RegExp(pattern, 'i').test(command)) continue
    const shown = beginning.replace(' ~', '').replace('\\', '')
    return { name: `.${shown}`, offset }
  }
  return undefined
}
