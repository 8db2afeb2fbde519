import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** What one run of a command took. */
export interface Measured {
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakRssMb: number
  readonly stdout: string
}

const reporter = resolve('test/bench/usage-reporter.cjs')

/**
 * Runs a Node program in a process of its own and measures it from outside.
 *
 * @throws Error with the end of its standard error when it does not end with 0.
 */
export async function measureNode(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bench-'))
  const usageFile = join(folder, 'usage.json')
  const startedAt = performance.now()
  try {
    const stdout = await new Promise<string>((done, reject) => {
      const child = spawn(process.execPath, ['--require', reporter, ...args], {
        env: { ...process.env, ...environment, BENCH_USAGE_FILE: usageFile },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let out = ''
      let errors = ''
      child.stdout.on('data', (data: Buffer) => (out += data.toString()))
      child.stderr.on('data', (data: Buffer) => (errors = (errors + data.toString()).slice(-2000)))
      child.on('error', reject)
      child.on('close', (code) => {
        if (code === 0) done(out)
        else reject(new Error(`${args.join(' ')} ended with ${code}: ${errors}`))
      })
    })
    const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as { cpuSeconds: number; peakRssMb: number }
    return { wallSeconds: (performance.now() - startedAt) / 1000, ...usage, stdout }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
