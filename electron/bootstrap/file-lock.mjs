import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Runs `work` while no other process on this machine holds the same lock file. Takes over a lock whose owner is gone.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {number} [timeoutMs]
 * @returns {Promise<T>}
 */
export async function withFileLock(path, work, timeoutMs = 120_000) {
  mkdirSync(dirname(path), { recursive: true })
  const deadline = Date.now() + timeoutMs
  while (!tryLock(path)) {
    if (isAbandoned(path)) rmSync(path, { force: true })
    else if (Date.now() > deadline) throw new Error(`Another process holds ${path}; remove it if none runs.`)
    else await delay(50)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function tryLock(/** @type {string} */ path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function isAbandoned(/** @type {string} */ path) {
  try {
    const owner = Number(readFileSync(path, 'utf8'))
    // An empty file: its owner is about to fill it.
    if (owner === 0) return false
    process.kill(owner, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
