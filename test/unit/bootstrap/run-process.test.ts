import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { descendantsOf, endProcessTree } from '../../../electron/bootstrap/process-tree.mjs'
import { runProcess } from '../../../electron/bootstrap/run-process.mjs'
import { eventually } from '../../support/eventually'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'run-process-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const idsFile = (): string => join(folder, 'ids')

/** A program with a child in a process group of its own, which ignores the request to end. */
function family(): string {
  const child = `
    process.on('SIGTERM', () => undefined)
    require('node:fs').appendFileSync(${JSON.stringify(idsFile())}, process.pid + '\\n')
    setInterval(() => undefined, 1000)`
  const parent = `
    require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached: true })
    require('node:fs').appendFileSync(${JSON.stringify(idsFile())}, process.pid + '\\n')
    setInterval(() => undefined, 1000)`
  const path = join(folder, 'family.cjs')
  writeFileSync(path, parent)
  return path
}

/** The processes of the family, once both run. */
async function familyIds(): Promise<number[]> {
  return await eventually(
    () => (existsSync(idsFile()) ? readFileSync(idsFile(), 'utf8').trim().split('\n').map(Number) : []),
    (ids) => ids.length === 2,
  )
}

function isRunning(id: number): boolean {
  try {
    // A zombie can be signalled too: it is still listed until its parent asks for it.
    if (process.platform === 'linux') return !/\) Z /.test(readFileSync(`/proc/${id}/stat`, 'utf8'))
    return process.kill(id, 0)
  } catch {
    return false
  }
}

describe.runIf(process.platform !== 'win32')('a program with a child that does not want to end', () => {
  test('is found with its descendants and ends with them', { timeout: 30_000 }, async () => {
    const parent = spawn(process.execPath, [family()])
    const ended = once(parent, 'close')
    const ids = await familyIds()
    expect(ids).toContain(parent.pid)
    expect(descendantsOf(parent.pid ?? 0)).toEqual(ids.filter((id) => id !== parent.pid))
    await endProcessTree(parent.pid ?? 0, 200)
    await ended
    await eventually(
      () => ids.filter(isRunning),
      (running) => running.length === 0,
    )
  })
})

test('a program that is too slow is ended, and that is said', async () => {
  const endless = ['-e', 'setInterval(() => undefined, 1000)']
  const run = runProcess(process.execPath, endless, { timeoutMs: 500, quiet: true })
  await expect(run).rejects.toThrow(/^too slow: not done after \d+ s/)
})

test('a program that fails is named with what it said last', async () => {
  const fails = ['-e', 'console.error("no such thing"); process.exit(3)']
  await expect(runProcess(process.execPath, fails, { quiet: true })).rejects.toThrow(
    /ended with 3:\nno such thing/,
  )
})
