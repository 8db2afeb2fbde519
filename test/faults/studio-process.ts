import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

/** How a run of the command line ended. */
export interface StudioRun {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs the studio's command line in a process of its own, with its own home. With `killAfterMs` it gets
 * SIGKILL at that moment, wherever it is.
 */
export async function runStudio(
  home: string,
  args: readonly string[],
  options: { readonly killAfterMs?: number; readonly timeoutMs?: number } = {},
): Promise<StudioRun> {
  const child = spawn(process.execPath, ['electron/bootstrap/studio.mjs', ...args], {
    env: { ...process.env, KUSTO_STUDIO_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const ended = new Promise<StudioRun>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, stdout, stderr })
    })
  })
  const stop = new AbortController()
  const limit = options.killAfterMs ?? options.timeoutMs ?? 120_000
  const timer = delay(limit, undefined, { signal: stop.signal }).then(
    () => {
      // The whole group: a bootstrap that started the real process must not leave it alive.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    },
    () => undefined,
  )
  const run = await ended
  stop.abort()
  await timer
  if (options.killAfterMs === undefined && run.signal !== null) {
    throw new Error(`studio ${args.join(' ')} was not done after ${limit} ms: ${stderr.slice(-1000)}`)
  }
  return run
}
