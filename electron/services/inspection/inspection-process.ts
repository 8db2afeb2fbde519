import { fork } from 'node:child_process'
import type { ParentMessage } from '../../inspection/protocol'

/** A started process that looks into sources. */
export interface InspectionProcess {
  send(message: ParentMessage): void
  onMessage(listener: (value: unknown) => void): void
  /** What it writes to its own output. */
  onOutput(listener: (text: string) => void): void
  /** Settles when the process is gone, with the reason; never rejects. */
  readonly exited: Promise<string>
  kill(): void
}

/** Starts the process. */
export type StartInspection = () => InspectionProcess

/** Starts the process under Node. @param entry its bundle */
export function forkInspection(entry: string): InspectionProcess {
  const child = fork(entry, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] })
  const exited = new Promise<string>((resolve) => {
    // More than once: a message that is under way when it dies fails on its own.
    child.on('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`Its process ended with ${signal ?? `code ${code}`}.`))
  })
  return {
    send: (message) => {
      // A process that is gone is told by `exited`.
      if (child.connected) child.send(message)
    },
    onMessage: (listener) => child.on('message', listener),
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (data: Buffer) => listener(data.toString().trimEnd()))
    },
    exited,
    kill: () => child.kill('SIGKILL'),
  }
}
