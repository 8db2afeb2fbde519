import '../local-cluster/process/thread-pool.cjs'
import { setPriority, constants } from 'node:os'
import { StudioError, toWireError } from '../domain/studio-error'
import { connectToParent } from '../local-cluster/process/parent-port'
import { endInAnyCase } from '../local-cluster/process/last-resort'
import { Inspector } from './inspector'
import { parentMessage, type ChildMessage, type InspectionCall } from './protocol'

/** Exit code of a process whose engine broke for good. */
const engineBrokenExitCode = 70

/**
 * The inspection of sources as a process of its own: a utility process of Electron or a forked one of Node. It ends when
 * it is told to, when its parent is gone, or when a file breaks the engine that reads it.
 */
const parent = connectToParent<ChildMessage>()
if (parent === undefined) {
  process.stderr.write('This program is started by the studio.\n')
  process.exit(2)
}

// The window and the upload come first.
try {
  setPriority(process.pid, constants.priority.PRIORITY_BELOW_NORMAL)
} catch {
  // Not allowed here; it then competes.
}

let inspector: Inspector | undefined
const calls = new Map<number, AbortController>()

const end = (): void => {
  endInAnyCase()
  process.exit(0)
}

const log = (line: string): void => parent.send({ kind: 'log', line })

async function answer(callId: number, call: InspectionCall): Promise<void> {
  const stop = new AbortController()
  calls.set(callId, stop)
  try {
    const onShare = (share: number): void => parent?.send({ kind: 'separating', callId, share })
    if (inspector === undefined) throw new StudioError('Unexpected', 'The inspection was not started.')
    parent?.send({ kind: 'answer', callId, answer: await inspector.answer(call, stop.signal, onShare) })
  } catch (error) {
    if (!(error instanceof StudioError) && !stop.signal.aborted) log(`${call.method}: ${textOf(error)}`)
    const failure = stop.signal.aborted ? new StudioError('Canceled', 'Looking was stopped.') : error
    parent?.send({ kind: 'refused', callId, error: toWireError(failure) })
  } finally {
    calls.delete(callId)
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : 'unknown'
}

parent.onMessage((value) => {
  const parsed = parentMessage.safeParse(value)
  if (!parsed.success) {
    log('A message that is not of the protocol was ignored.')
    return
  }
  const message = parsed.data
  switch (message.kind) {
    case 'start':
      inspector ??= new Inspector({
        folder: message.folder,
        tell: (run, check) => parent.send({ kind: 'checked', run, check }),
        log,
        onFatal: () => process.exit(engineBrokenExitCode),
      })
      inspector.ready().then(
        () => parent.send({ kind: 'ready' }),
        (error: unknown) => {
          log(`start: ${textOf(error)}`)
          process.exit(1)
        },
      )
      break
    case 'call':
      void answer(message.callId, message.call)
      break
    case 'cancel':
      calls.get(message.callId)?.abort()
      break
    case 'check':
      inspector?.check(message.lookId, message.run).catch((error: unknown) => log(`check: ${textOf(error)}`))
      break
    case 'stop':
      inspector?.stop(message.lookId)
      break
    case 'close':
      inspector?.close(message.lookId).catch((error: unknown) => log(`close: ${textOf(error)}`))
      break
    case 'end':
      end()
      break
  }
})
parent.onGone(end)
process.on('SIGTERM', end)
process.on('SIGINT', end)
