import { clusterKey } from '../../domain/cluster-uri'
import { commandVerb } from '../../domain/kql-text'
import type { PastQuery, QueryResult, ScriptAnalysis, Statement } from '../../domain/schema/query'
import { StudioError } from '../../domain/studio-error'
import type { Clock } from '../../domain/concurrency/clock'
import type { KustoConnection } from '../kusto/connection'
import { unknownStatistics, type QueryFacts } from '../kusto/query-facts'
import { maximumRows, toRows } from '../kusto/result-rows'
import type { WriteLog } from '../logger'
import type { QueryService } from '../studio-services'
import { LanguageClient } from './language-client'
import type { StartLanguage } from './language-thread'
import { createQueryHistory } from './query-history'
import { SchemaCache } from './schema-cache'

/** Longer scripts are run but not read while they are written. */
const longestRead = 200_000
const noAnalysis: ScriptAnalysis = { statements: [], marks: [], tokens: [] }

/** The service, and what belongs to all who use it. */
export interface Queries extends QueryService {
  /** The same service for somebody who has another cluster open. */
  on(connection: () => KustoConnection): QueryService
  end(): void
}

/** Makes the service that runs queries on whichever cluster is open, and reads them while they are written. */
export function createQueryService(options: {
  readonly homeFolder: string
  readonly connection: () => KustoConnection
  readonly startLanguage: StartLanguage
  readonly clock: Clock
  readonly log: WriteLog
}): Queries {
  const { clock, log } = options
  const language = new LanguageClient(options.startLanguage, log)
  const schemas = new SchemaCache(clock, log)
  const history = createQueryHistory(options.homeFolder, log)

  const statementsOf = (script: string, signal?: AbortSignal): Promise<readonly Statement[]> =>
    language.ask<'statements'>(() => ({ kind: 'statements', script }), signal)

  const remember = async (
    on: KustoConnection,
    database: string,
    past: Omit<PastQuery, 'at'>,
  ): Promise<void> => {
    await history.add(keyOf(on), database, { ...past, at: clock.now() })
  }

  const on = (connection: () => KustoConnection): QueryService => ({
    async run({ database, query, isConfirmed }, signal) {
      const on = connection()
      const statement = oneOf(await statementsOf(query, signal))
      const text = query.slice(statement.start, statement.end)
      // The parser and the sender both have to take it for a query.
      const isCommand = statement.kind === 'command' || commandVerb(text) !== undefined
      if (!statement.isReading && !isConfirmed) throw confirmationNeeded(text)
      const startedAt = clock.elapsed()
      try {
        const table = await on.execute(database, text, {
          signal,
          maximumRecords: maximumRows + 1,
          isReadOnly: statement.isReading,
          endsOnCluster: true,
        })
        const rows = toRows(table)
        await remember(on, database, { query: text, rows: table.rows.length })
        return toResult(rows, table.facts, clock.elapsed() - startedAt)
      } catch (error) {
        await remember(on, database, { query: text, rows: null })
        throw error
      } finally {
        if (isCommand && !statement.isReading) schemas.forget(on)
      }
    },

    async statement({ script, from, to }, signal) {
      if (from !== to) {
        const selected = script.slice(from, to)
        const { start, end, ...rest } = oneOf(await statementsOf(selected, signal))
        return { ...rest, start: from + start, end: from + end }
      }
      return statementAt(await statementsOf(script, signal), script, from)
    },

    async analyze({ database, script }, signal) {
      if (script.length > longestRead) return noAnalysis
      const schema = await schemas.of(connection(), database)
      return await language.ask<'analysis'>(
        (send) => ({ kind: 'analysis', script, schema: send(schema) }),
        signal,
      )
    },

    async complete({ database, script, at }, signal) {
      if (script.length > longestRead) return { start: at, end: at, items: [] }
      const schema = await schemas.of(connection(), database)
      return await language.ask<'completions'>(
        (send) => ({ kind: 'completions', script, at, schema: send(schema) }),
        signal,
      )
    },

    past: ({ database }) => history.list(keyOf(connection()), database),
  })

  return { ...on(options.connection), on, end: () => language.end() }
}

/** The statement that the caret is in; on a blank line, the one above it, or the first. */
function statementAt(statements: readonly Statement[], script: string, caret: number): Statement | null {
  const around = statements.find(({ start, end }) => lineStart(script, start) <= caret && caret <= end)
  const above = statements.filter(({ end }) => end < caret).at(-1)
  return around ?? above ?? statements[0] ?? null
}

function lineStart(script: string, at: number): number {
  return script.lastIndexOf('\n', at - 1) + 1
}

function oneOf(statements: readonly Statement[]): Statement {
  const [first, second] = statements
  if (first === undefined) {
    throw new StudioError('RequestInvalid', 'There is no query to run.', {
      nextStep: 'Write a query, for example “MyStormEvents | count”.',
    })
  }
  if (second !== undefined) {
    throw new StudioError('RequestInvalid', 'There is more than one statement, and one runs at a time.', {
      nextStep: 'Select one of them, or put the caret into it. Blank lines separate statements.',
    })
  }
  return first
}

function confirmationNeeded(text: string): StudioError {
  const verb = commandVerb(text) ?? ''
  return new StudioError(
    'ConfirmationNeeded',
    `${verb === '' ? 'This' : `“.${verb}”`} is a management command that may change data or settings.`,
    { nextStep: 'Run it only if that is what you want. Queries and .show commands only read.' },
  )
}

function toResult(
  rows: ReturnType<typeof toRows>,
  facts: QueryFacts | undefined,
  tookMs: number,
): QueryResult {
  return {
    ...rows,
    visualization: facts?.visualization ?? null,
    statistics: { ...(facts?.statistics ?? unknownStatistics), tookMs },
  }
}

function keyOf({ isLocalCluster, address }: KustoConnection): string {
  return clusterKey({ isLocalCluster, clusterUri: address.clusterUri })
}
