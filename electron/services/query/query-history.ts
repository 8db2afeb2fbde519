import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Mutex } from '../../domain/concurrency/mutex'
import { redactText } from '../../domain/redact-text'
import { pastQuerySchema, type PastQuery } from '../../domain/schema/query'
import { writeFileAtomic } from '../atomic-file'
import type { WriteLog } from '../logger'

/** Bounds of what is kept. */
const most = { queries: 100, databases: 50, characters: 20_000 }

const fileSchema = z.object({
  version: z.literal(1),
  databases: z.array(
    z.object({ cluster: z.string(), database: z.string(), queries: z.array(pastQuerySchema) }),
  ),
})
type OfDatabase = z.output<typeof fileSchema>['databases'][number]

/** The queries that were run, per database, newest first and each once. */
interface QueryHistory {
  list(cluster: string, database: string): Promise<readonly PastQuery[]>
  add(cluster: string, database: string, query: PastQuery): Promise<void>
}

/**
 * Keeps the history in memory and in `queries.json`. A query that seems to hold a secret (a SAS, a token, an obfuscated
 * text) stays in memory only.
 */
export function createQueryHistory(homeFolder: string, log: WriteLog): QueryHistory {
  const path = join(homeFolder, 'queries.json')
  const writing = new Mutex()
  let reading: Promise<OfDatabase[]> | undefined
  const all = (): Promise<OfDatabase[]> => (reading ??= read(path, log))
  const find = (
    databases: readonly OfDatabase[],
    cluster: string,
    database: string,
  ): OfDatabase | undefined => databases.find((one) => one.cluster === cluster && one.database === database)

  return {
    async list(cluster, database) {
      return find(await all(), cluster, database)?.queries ?? []
    },
    async add(cluster, database, query) {
      const databases = await all()
      const known = find(databases, cluster, database)
      const others = (known?.queries ?? []).filter((past) => past.query !== query.query)
      const entry = { cluster, database, queries: [query, ...others].slice(0, most.queries) }
      const rest = databases.filter((one) => one !== known)
      const next = [entry, ...rest].slice(0, most.databases)
      reading = Promise.resolve(next)
      const text = `${JSON.stringify({ version: 1, databases: next.map(withoutSecrets) })}\n`
      await writing
        .run(() => writeFileAtomic(path, text))
        .catch((error: unknown) => log('queries', 'The history was not written', error))
    },
  }
}

function withoutSecrets(entry: OfDatabase): OfDatabase {
  return { ...entry, queries: entry.queries.filter(({ query }) => mayBeWritten(query)) }
}

/** Line by line, because the search for secrets looks at short texts only. */
function mayBeWritten(query: string): boolean {
  return query.length <= most.characters && query.split('\n').every((line) => redactText(line) === line)
}

async function read(path: string, log: WriteLog): Promise<OfDatabase[]> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).databases
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log('queries', 'The history was not read', error)
    return []
  }
}
