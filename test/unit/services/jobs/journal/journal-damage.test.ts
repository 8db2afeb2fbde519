import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StudioError } from '../../../../../electron/domain/studio-error'
import { Journal } from '../../../../../electron/services/jobs/journal/journal'
import { JournalReader } from '../../../../../electron/services/jobs/journal/journal-reader'
import { createRowCountStore } from '../../../../../electron/services/jobs/journal/journal-row-counts'
import { exampleJob, exampleSource } from './journal-examples'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'))
  path = join(folder, 'journal.sqlite')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const open = (): Journal => new Journal(folder, () => undefined)

/** A journal with one open job of 100 sources, closed. */
function writeJournal(): Buffer {
  const journal = open()
  journal.saveJob(exampleJob, () => true)
  for (let ordinal = 0; ordinal < 100; ordinal++) {
    journal.saveSource({ ...exampleSource, sourceId: `source-${ordinal}`, ordinal })
  }
  createRowCountStore(journal).append(
    { clusterUri: 'http://127.0.0.1:1', database: 'D', table: 'T' },
    { at: 1, rows: 2, ours: 3 },
  )
  journal.commitNow()
  journal.close()
  return readFileSync(path)
}

/** Opens the journal and reads all that the studio reads at its start. */
function readAll(): void {
  const journal = open()
  try {
    const reader = new JournalReader(journal)
    reader.openJobs()
    reader.newestJobs({}, 10)
    reader.previousIngestion('f')
    const table = { clusterUri: 'http://127.0.0.1:1', database: 'D', table: 'T' }
    createRowCountStore(journal).series(table, 10)
  } finally {
    journal.close()
  }
}

function failureOf(action: () => void): StudioError {
  try {
    action()
  } catch (error) {
    if (error instanceof StudioError) return error
    throw error
  }
  return expect.fail('nothing went wrong')
}

describe('a damaged journal is reported, with what to do about it', () => {
  const damaged: [string, (good: Buffer) => Buffer][] = [
    ['bytes of something else', () => Buffer.from(Array.from({ length: 8192 }, (_, i) => (i * 7919) % 251))],
    ['a few letters', () => Buffer.from('hello')],
    ['nothing but the header', (good) => good.subarray(0, 100)],
    ['a file that is cut', (good) => good.subarray(0, good.length >> 1)],
    ['a version that none can be', (good) => flipped(good, 60)],
    ['a damaged page size', (good) => flipped(good, 16)],
    ['a page that is damaged', (good) => flipped(good, 4096 * 2)],
    ['a damaged table definition', (good) => flipped(good, good.indexOf('INTEGER NOT NULL'))],
    ['an entry that is no JSON', (good) => flipped(good, good.lastIndexOf('{"sourceId"'))],
    ['an entry of another shape', (good) => flipped(good, good.lastIndexOf('"kind"') + 2)],
  ]

  test.each(damaged)('%s', (_what, damage) => {
    writeFileSync(path, damage(writeJournal()))
    const failure = failureOf(readAll)
    expect(failure).toMatchObject({ code: 'JournalFailed', subject: path, retryable: false })
    expect(failure.message).toContain('damaged')
    expect(failure.nextStep).toContain(`Move “${path}” to another place`)
  })

  test('with any one byte changed, the studio starts or says what is wrong', () => {
    const good = writeJournal()
    for (let at = 0; at < good.length; at += 997) {
      writeFileSync(path, flipped(good, at))
      rmSync(`${path}-wal`, { force: true })
      rmSync(`${path}-shm`, { force: true })
      try {
        readAll()
      } catch (error) {
        expect(error, `byte ${at}`).toMatchObject({ code: 'JournalFailed' })
      }
    }
  })

  test('once it is moved away, a new one is begun', () => {
    writeFileSync(path, 'hello')
    failureOf(readAll)
    rmSync(path)
    readAll()
  })
})

describe('something else in place of the journal is named', () => {
  test('a folder', () => {
    mkdirSync(path)
    const failure = failureOf(readAll)
    expect(failure.message).toBe('There is a folder where the journal of ingestions should be.')
    expect(failure.nextStep).toContain(path)
  })

  test.skipIf(process.platform === 'win32')('a device', () => {
    symlinkSync('/dev/null', path)
    expect(failureOf(readAll).message).toContain('something other than a file')
  })
})

describe.skipIf(process.platform === 'win32')('who may read it', () => {
  test('its owner alone, even if it is older than that rule', () => {
    const modes = (): string[] =>
      [path, `${path}-wal`].map((file) => (statSync(file).mode & 0o777).toString(8))
    const first = open()
    first.saveJob(exampleJob, () => true)
    first.commitNow()
    expect(modes()).toEqual(['600', '600'])
    first.close()
    chmodSync(path, 0o644)
    const second = open()
    second.saveJob(exampleJob, () => false)
    second.commitNow()
    expect(modes()).toEqual(['600', '600'])
    second.close()
  })
})

/** Opens the journal in another process, which then does what `then` says. */
const script = (then: string): string => `
  import { Journal } from '${process.cwd()}/electron/services/jobs/journal/journal'
  try {
    globalThis.kept = new Journal('${folder}', () => undefined)
    ${then}
  } catch (error) { console.log(error.message + ' ' + error.nextStep) }`

describe('a journal that cannot be opened', () => {
  test('belongs to another process: that process is named, and a stale note locks nobody out', async () => {
    writeFileSync(join(folder, 'hold.mts'), script(`console.log('open'); setInterval(() => undefined, 1000)`))
    const holder = spawn(process.execPath, ['--import', 'tsx', join(folder, 'hold.mts')])
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    expect(failureOf(readAll)).toMatchObject({
      code: 'JournalFailed',
      retryable: true,
      message: `A command line of the studio is using this home folder (process ${String(holder.pid)}).`,
      nextStep: 'Wait until it has ended, or name another home folder with KUSTO_STUDIO_HOME.',
    })
    const ended = new Promise((resolve) => holder.once('close', resolve))
    holder.kill('SIGKILL')
    await ended
    expect(readFileSync(join(folder, 'in-use.json'), 'utf8')).toContain(String(holder.pid))
    readAll()
    expect(statSync(join(folder, 'in-use.json'), { throwIfNoEntry: false })).toBeUndefined()
  })

  test.skipIf(process.platform === 'win32')('may only be read', () => {
    writeJournal()
    chmodSync(path, 0o444)
    chmodSync(folder, 0o755)
    const file = join(tmpdir(), `open-journal-${process.pid}.mts`)
    writeFileSync(file, script(''))
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const run = spawnSync(process.execPath, ['--import', 'tsx', file], { ...user, encoding: 'utf8' })
    rmSync(file)
    expect(run.stdout.trim(), run.stderr).toBe(
      'The journal of ingestions cannot be written to. Make the file and its folder writable, or name another home folder with KUSTO_STUDIO_HOME.',
    )
  })
})

/** The same bytes with one bit of one byte turned. */
function flipped(bytes: Buffer, at: number): Buffer {
  if (at < 0) expect.fail('There is no such place')
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x40
  return copy
}
