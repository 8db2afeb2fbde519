import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { endProcessTree } from './process-tree.mjs'
import { startLimit } from './slowness.mjs'

/**
 * Runs a program to its end. Its output goes to our error stream, so that our own output stays clean.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, quiet?: boolean, inheritOutput?: boolean,
 *   prefix?: string }} [options]
 *   `timeoutMs`: end it, and everything that it started, after this time; longer on a busy machine. `quiet`: hold back
 * the output, and put its end into the error. `inheritOutput`: let it write where we write. `prefix`: the same, with
 * this before each line.
 * @returns {Promise<string>} what it printed if `quiet`, otherwise an empty text
 * @throws {Error} saying that it was too slow, or naming the program and its exit code if that is not 0
 */
export async function runProcess(command, args, options = {}) {
  const isPiped = options.quiet === true || options.prefix !== undefined
  const output = options.inheritOutput === true ? 'inherit' : 2
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: isPiped ? ['ignore', 'pipe', 'pipe'] : ['ignore', output, 'inherit'],
    shell: false,
  })
  let printed = ''
  let complaints = ''
  if (options.prefix !== undefined) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null)
        createInterface(stream).on('line', (line) => process.stdout.write(`${options.prefix}${line}\n`))
    }
  } else {
    child.stdout?.on('data', (data) => (printed += String(data)))
    child.stderr?.on('data', (data) => (complaints += String(data)))
  }
  /** @type {Promise<void> | undefined} */
  let ending
  const startedAt = Date.now()
  const limit =
    options.timeoutMs === undefined
      ? undefined
      : startLimit(options.timeoutMs, () => (ending = endProcessTree(child.pid ?? 0)))
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  }).finally(() => limit?.stop())
  if (ending !== undefined) {
    await ending
    const seconds = Math.round((Date.now() - startedAt) / 1000)
    throw new Error(`too slow: not done after ${seconds} s, so it was ended, with all that it had started`)
  }
  if (code !== 0) {
    const tail = complaints.trim().split('\n').slice(-5).join('\n')
    throw new Error(
      `${command} ${args[0] ?? ''} ended with ${signal ?? code}${tail === '' ? '' : `:\n${tail}`}`,
    )
  }
  return printed
}

/**
 * Runs npm: the one that started us, or else the one on the path.
 *
 * @param {readonly string[]} args
 * @param {Parameters<typeof runProcess>[2]} [options]
 */
export async function runNpm(args, options) {
  const npm = process.env['npm_execpath']
  if (npm?.endsWith('.js') === true) return await runProcess(process.execPath, [npm, ...args], options)
  // On Windows npm is a script, which needs a shell.
  if (process.platform === 'win32') return await runProcess('cmd.exe', ['/c', 'npm', ...args], options)
  return await runProcess('npm', args, options)
}
