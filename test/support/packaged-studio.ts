import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { electronHost } from './electron-host'

const executableName = 'kusto-ingestion-studio'
/** A user who owns nothing. */
const nobody = 65_534

/** A running packaged studio, driven through its Chromium's debugging port. */
export interface PackagedStudio {
  readonly page: Page
  /** Whether Chromium's sandbox is on; it is off if the tests run as root and no other user may use it. */
  readonly isSandboxed: boolean
  readonly processId: number
  /** Everything it wrote to stdout and stderr. */
  output(): string
  close(): Promise<void>
}

/** Runs a packaged application, as an unprivileged user if possible: a folder that this user cannot read is copied. */
export async function openPackagedStudio(
  folder: string,
  env: Readonly<Record<string, string>>,
  extraArgs: readonly string[],
): Promise<PackagedStudio> {
  const work = mkdtempSync(join(tmpdir(), 'packaged-studio-'))
  const isRoot = process.getuid?.() === 0
  const asNobody = isRoot && canSandboxAsNobody()
  const home = join(work, 'home')
  mkdirSync(home)
  if (asNobody) for (const path of [work, home]) chownSync(path, nobody, nobody)
  const args = [
    '--remote-debugging-port=0',
    '--disable-gpu',
    ...(isRoot && !asNobody ? ['--no-sandbox'] : []),
    ...extraArgs,
  ]
  const executable = join(placeFor(folder, work), executableName)
  const [command, commandArgs] = asNobody
    ? ['setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', executable, ...args]]
    : [executable, args]
  const host = await electronHost()
  const child = spawn(command, commandArgs, {
    cwd: work,
    env: { ...host.env, HOME: home, KUSTO_STUDIO_HOME: join(home, 'studio'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  const close = async (): Promise<void> => {
    await end(child)
    rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  try {
    const browser = await connect(await debuggingAddress(child, () => output))
    const context = browser.contexts()[0]
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
    if (page === undefined) throw new Error(`It has no window: ${output}`)
    return {
      page,
      isSandboxed: !args.includes('--no-sandbox'),
      processId: child.pid ?? 0,
      output: () => output,
      close: async () => {
        await browser.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** A folder below the temporary one can be read by everybody; a checkout may be in somebody's home. */
function placeFor(folder: string, work: string): string {
  if (folder.startsWith(join(tmpdir(), '/'))) return folder
  const copy = join(work, 'app')
  cpSync(folder, copy, { recursive: true })
  return copy
}

/** Whether an unprivileged user may create the namespaces that Chromium's sandbox needs. */
function canSandboxAsNobody(): boolean {
  const args = [
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    '--clear-groups',
    'unshare',
    '--user',
    '--pid',
    '--fork',
    'true',
  ]
  return spawnSync('setpriv', args).status === 0
}

/** On a busy machine, the first connection can miss a page that is just being created and wait for it forever. */
async function connect(address: string, attempts = 3): Promise<Browser> {
  try {
    // Electron has no browser contexts to set defaults on.
    return await chromium.connectOverCDP(address, { noDefaults: true, timeout: 20_000 })
  } catch (error) {
    if (attempts <= 1) throw error
    return await connect(address, attempts - 1)
  }
}

async function debuggingAddress(child: ChildProcess, output: () => string): Promise<string> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline && child.exitCode === null) {
    const address = /DevTools listening on (ws:\/\/\S+)/.exec(output())?.[1]
    if (address !== undefined) return address
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The packaged studio did not start: ${output()}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(late)
}

/** The command lines and seccomp modes of a process's descendants (Linux). */
export function processesBelow(ancestor: number): { readonly command: string; readonly seccomp: number }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8')
        const field = (key: string): number =>
          Number(new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? -1)
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replace(/\0/g, ' ')
        return [{ id: Number(name), parent: field('PPid'), seccomp: field('Seccomp'), command }]
      } catch {
        // It has ended in the meantime.
        return []
      }
    })
  const isBelow = (id: number): boolean => {
    const parent = all.find((one) => one.id === id)?.parent ?? 0
    return parent === ancestor || (parent > 1 && isBelow(parent))
  }
  return all.filter(({ id }) => isBelow(id))
}

/** A script that leaves a mark when loaded, for variables that must not load anything. */
export function writeIntruder(folder: string): { readonly script: string; readonly mark: string } {
  const script = join(folder, 'intruder.cjs')
  const mark = join(folder, 'intruder-was-here')
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`)
  return { script, mark }
}
