import { parentPort } from 'node:worker_threads'
import { assertNever } from '../domain/assert-never'
import { warmParser, type GlobalState } from '../local-cluster/kql/kusto-language'
import { analyzeScript } from './analysis'
import { completeScript } from './completions'
import { globalsOf } from './database-symbols'
import type { LanguageAnswers, LanguageJob, LanguageReply, SentSchema } from './protocol'
import { statementBlocks } from './statements'

/**
 * Reads KQL for the window, in a thread of its own: the parser takes milliseconds for most scripts, far too long for
 * some, and cannot be interrupted. Here it blocks nobody, and the thread can be ended.
 */

/** The schema that was sent last; there is one at a time. */
let known: { readonly number: number; readonly globals: GlobalState } | undefined

function globalsFor(sent: SentSchema): GlobalState {
  if (sent === null) return globalsOf(undefined)
  if (known?.number !== sent.number) known = { number: sent.number, globals: globalsOf(sent.schema) }
  return known.globals
}

function answer(job: LanguageJob): LanguageAnswers[LanguageJob['kind']] {
  switch (job.kind) {
    case 'statements':
      return statementBlocks(job.script, globalsOf(undefined)).map(({ start, end, kind, isReading }) => ({
        start,
        end,
        kind,
        isReading,
      }))
    case 'analysis':
      return analyzeScript(job.script, globalsFor(job.schema), job.schema !== null)
    case 'completions':
      return completeScript(job.script, job.at, globalsFor(job.schema))
    default:
      return assertNever(job, 'job of the language thread')
  }
}

const post = (reply: LanguageReply): void => parentPort?.postMessage(reply)

parentPort?.on('message', (job: LanguageJob) => {
  try {
    post({ kind: 'answer', answer: answer(job) })
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : 'unknown' })
  }
})

// The parser's first query takes a second: better while the pane opens than while somebody types.
void warmParser().then(() => post({ kind: 'ready' }))
