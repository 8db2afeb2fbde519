import { parentPort } from 'node:worker_threads'
import { assertNever } from '../../../domain/assert-never'
import type { DatabaseEntry } from '../../engine/catalog-entry'
import { checkFunction } from '../check-function'
import { parameterSchemas } from '../function-parameters'
import { warmParser } from '../kusto-language'
import { translateQueries } from '../query-translation'
import {
  failureReply,
  readyMessage,
  type JobReply,
  type ParserJob,
  type ParserResults,
  type PostedJob,
  type SentDatabase,
} from './thread-messages'

/**
 * Runs the official parser in its own thread. It takes milliseconds for most queries, minutes for some, and
 * practically forever for a few small hostile ones, and it cannot be interrupted. Here it blocks nobody, and the
 * thread can be ended.
 */

const databases = new Map<number, DatabaseEntry>()

function entryOf({ number, entry }: SentDatabase): DatabaseEntry {
  if (entry !== undefined) databases.set(number, entry)
  const known = databases.get(number)
  if (known === undefined) throw new Error(`The thread was never sent the database ${number}.`)
  return known
}

function run(job: ParserJob): ParserResults[ParserJob['kind']] {
  switch (job.kind) {
    case 'queries': {
      const database = entryOf(job.database)
      const otherDatabases = job.otherDatabases.map(entryOf)
      return translateQueries(job.csl, database, { ...job.context, otherDatabases })
    }
    case 'function':
      checkFunction(job.entry, entryOf(job.database), job.otherDatabases.map(entryOf), job.place)
      return null
    case 'parameters':
      return job.entries.map(parameterSchemas)
    default:
      return assertNever(job, 'job of the parser')
  }
}

parentPort?.on('message', ({ job, forgets }: PostedJob) => {
  if (forgets) databases.clear()
  let reply: JobReply
  try {
    reply = { kind: 'done', result: run(job) }
  } catch (error) {
    reply = failureReply(error)
  }
  parentPort?.postMessage(reply)
})

// The parser's first query takes a second: better now than while a query waits for this thread.
void warmParser().then(() => parentPort?.postMessage(readyMessage))
