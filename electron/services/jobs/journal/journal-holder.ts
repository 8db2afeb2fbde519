import Database from 'libsql'
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const holderSchema = z.object({
  processId: z.number().int().positive(),
  host: z.enum(['window', 'commandLine']),
})

/** The process that has the journal. */
type JournalHolder = z.output<typeof holderSchema>

const fileIn = (folder: string): string => join(folder, 'in-use.json')

/** Keeps other processes from changing the journal. */
export interface JournalHold {
  /** Lets the next one have it. */
  release(): void
}

/**
 * Takes the journal for this process; others can still read it. The lock is on a file of its own, because one on the
 * journal would keep readers out. It ends with the process, so a crash cannot leave it behind.
 *
 * @throws `SQLITE_BUSY` if another process has it.
 */
export function holdJournal(folder: string): JournalHold {
  const path = join(folder, 'journal.sqlite.lock')
  // Created here, because SQLite would let others read it.
  closeSync(openSync(path, 'a', 0o600))
  const lock = new Database(path)
  try {
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw error
  }
  note(folder)
  return {
    release() {
      rmSync(fileIn(folder), { force: true })
      lock.exec('ROLLBACK')
      lock.close()
    },
  }
}

/** Notes that this process has the journal, so that another can say who has it. An old note keeps nobody out. */
function note(folder: string): void {
  const host = process.versions['electron'] === undefined ? 'commandLine' : 'window'
  const holder: JournalHolder = { processId: process.pid, host }
  try {
    writeFileSync(fileIn(folder), JSON.stringify(holder), { mode: 0o600 })
  } catch {
    // The note only improves a message. If the disk is at fault, writing the journal says so.
  }
}

/** Who has the journal, according to the note. */
export function readHolder(folder: string): JournalHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
  } catch {
    // There is no note, or it is half written. The lock works without it.
    return undefined
  }
}
