import '../services/node18-crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { assertNever } from '../domain/assert-never'
import { redactText } from '../domain/redact-text'
import { StudioError, toWireError } from '../domain/studio-error'
import { findHome } from '../services/chosen-home'
import { createStudio } from '../services/create-studio'
import { forkInspection } from '../services/inspection/inspection-process'
import type { StudioServices } from '../services/studio-services'
import { parseStudioArguments } from './arguments'
import type { StudioArguments } from './studio-arguments'
import { history } from './history'
import { check } from './check'
import { compare, report } from './compare'
import { writeOwnDiagnostics } from './diagnostics'
import { helpText } from './help'
import { ingest } from './ingest'
import { policy } from './policy'
import { query } from './query'
import { inspect } from './inspect'
import { resume, status, undo, watch } from './journal-commands'
import { stoppedExitCode, type Outcome } from './report-run'
import { nextStepAfter, signIn, signInOptions, signOut } from './sign-in'
import { createTerminal, type Terminal } from './terminal'
import { UsageError } from './usage-error'
import { version } from '../../package.json'

const { path: homeFolder } = findHome(process.env['KUSTO_STUDIO_HOME'])

/** Fires on the first Ctrl+C; a second one ends the process at once, as usual. */
const stop = new AbortController()

async function run(args: StudioArguments, terminal: Terminal): Promise<number> {
  if (args.command === 'help') {
    terminal.result(helpText())
    return 0
  }
  if (args.command === 'version') {
    terminal.result(version)
    return 0
  }
  if (args.command === 'diagnostics') {
    // Works without the journal, which may be what is broken.
    terminal.result((await writeOwnDiagnostics(homeFolder, version)).trimEnd())
    return 0
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      terminal.note('Stopping.')
      stop.abort()
    })
  }
  // Nobody reads the results any more, for example because “head” has ended: stop.
  process.stdout.on('error', () => stop.abort())
  const resumeJobs = args.command === 'ingest' || args.command === 'resume'
  const studio = await createStudio({
    homeFolder,
    resumeJobs,
    via: args.command === 'ingest' ? args.via : undefined,
    journalUse: changesJournal(args) ? 'change' : 'read',
    // This file is `out/cli/main.cjs`.
    languageEntry: join(__dirname, '..', 'language', 'entry.cjs'),
    startInspection: () => forkInspection(join(__dirname, '..', 'inspection', 'entry.cjs')),
    ...signInOptions(args, { homeFolder, terminal }),
  })
  let outcome: Outcome
  try {
    outcome = await perform(args, studio, terminal)
    // How the tables are now is worth a moment, for a comparison later.
    if (resumeJobs && !stop.signal.aborted)
      await Promise.race([studio.snapshots.idle(), stopped(), delay(10_000, undefined, { ref: false })])
  } catch (error) {
    // Report the original failure, not one from closing.
    await studio.close().catch(() => undefined)
    throw error
  }
  await studio.close()
  return await outcome()
}

/** Whether a command changes the journal. Others work beside an open window. */
function changesJournal(args: StudioArguments): boolean {
  switch (args.command) {
    case 'ingest':
    case 'resume':
    case 'undo':
    // It keeps what it counts.
    case 'watch':
      return true
    case 'compare':
      // Without a job or two moments, it keeps how the table is now.
      return 'table' in args.about
    default:
      return false
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }))
}

async function perform(
  args: Exclude<StudioArguments, { readonly command: 'help' | 'version' | 'diagnostics' }>,
  studio: StudioServices,
  terminal: Terminal,
): Promise<Outcome> {
  const context = { homeFolder, terminal, signal: stop.signal }
  switch (args.command) {
    case 'sign-in':
      return await signIn(args, studio, context)
    case 'sign-out':
      return await signOut(args, context)
    case 'ingest':
      return await ingest(args, studio, context)
    case 'inspect':
    case 'preflight':
      return await inspect(args, studio, context)
    case 'status':
      return status(args, studio, terminal)
    case 'history':
      return await history(args, studio, terminal, stop.signal)
    case 'resume':
      return await resume(args, studio, context)
    case 'undo':
      return await undo(args, studio, context)
    case 'watch':
      return await watch(args, studio, context)
    case 'query':
      return await query(args, studio, context)
    case 'policy':
      return await policy(args, studio, context)
    case 'compare':
      return await compare(args, studio, context)
    case 'report':
      return await report(args, studio, context)
    case 'check':
      return await check(args, studio, context)
    default:
      return assertNever(args, 'command')
  }
}

async function main(): Promise<void> {
  const terminal = createTerminal()
  let args: StudioArguments | undefined
  try {
    args = parseStudioArguments(process.argv.slice(2))
    process.exitCode = await run(args, terminal)
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`${error.message} “kusto-studio --help” lists the switches.`)
      process.exitCode = 2
    } else if (error instanceof StudioError) {
      terminal.note(`${error.message} ${nextStepAfter(error) ?? ''}`.trimEnd())
      if (args !== undefined && 'json' in args && args.json) {
        terminal.result(JSON.stringify({ command: args.command, state: 'failed', error: toWireError(error) }))
      }
      process.exitCode = stop.signal.aborted ? stoppedExitCode : 1
    } else {
      // Node would print the whole object, with requests and headers in it.
      terminal.note(redactText(error instanceof Error ? (error.stack ?? error.message) : String(error)))
      process.exitCode = 1
    }
  }
}

void main()
