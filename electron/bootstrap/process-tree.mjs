import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const usualGraceMs = 5_000

/**
 * Ends a process and everything that it started, directly or not: asks first, then kills what is left.
 *
 * @param {number} root its process id
 * @param {number} [graceMs] how long it has to end by itself
 */
export async function endProcessTree(root, graceMs = usualGraceMs) {
  await endProcesses([root, ...descendantsOf(root)], graceMs)
}

/** Ends everything that this process started. */
export async function endDescendants() {
  await endProcesses(descendantsOf(process.pid), usualGraceMs)
}

/**
 * @param {readonly number[]} ids all of them: once a process has ended, its children cannot be found through it
 * @param {number} graceMs
 */
async function endProcesses(ids, graceMs) {
  if (process.platform === 'win32') {
    for (const id of ids) spawnSync('taskkill', ['/pid', String(id), '/t', '/f'])
    return
  }
  for (const id of ids) signal(id, 'SIGTERM')
  for (const deadline = Date.now() + graceMs; Date.now() < deadline && ids.some(isRunning);) await delay(50)
  for (const id of ids) signal(id, 'SIGKILL')
}

/**
 * The processes that one has started, and their descendants.
 *
 * @param {number} root
 * @returns {number[]}
 */
export function descendantsOf(root) {
  const parents = processParents()
  /** @type {number[]} */
  const found = []
  for (let level = [root]; level.length > 0; found.push(...level)) {
    level = parents.filter(({ parent }) => level.includes(parent)).map(({ id }) => id)
  }
  return found
}

/** @returns {{ id: number, parent: number }[]} every process that can be seen on this machine */
function processParents() {
  // Slim Linux images have no `ps`, and Windows ends trees by itself.
  if (process.platform === 'win32') return []
  if (process.platform === 'linux') return readdirSync('/proc').flatMap(procEntry)
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([id = 0, parent = 0]) => ({ id, parent }))
}

function procEntry(/** @type {string} */ name) {
  if (!/^\d+$/.test(name)) return []
  try {
    // The program's name is in brackets and may contain any character; state and parent follow it.
    const rest = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1) ?? ''
    const [state, parent] = rest.split(' ')
    return state === 'Z' ? [] : [{ id: Number(name), parent: Number(parent) }]
  } catch {
    // It has ended in the meantime.
    return []
  }
}

function isRunning(/** @type {number} */ id) {
  if (process.platform === 'linux') return procEntry(String(id)).length > 0
  return signal(id, 0)
}

/** @returns whether the process exists */
function signal(/** @type {number} */ id, /** @type {NodeJS.Signals | 0} */ name) {
  try {
    return process.kill(id, name)
  } catch {
    // Gone already.
    return false
  }
}
