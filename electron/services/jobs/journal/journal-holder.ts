import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const holderSchema = z.object({
  processId: z.number().int().positive(),
  host: z.enum(['window', 'commandLine']),
})

/** The process that has the journal. */
export type JournalHolder = z.output<typeof holderSchema>

const fileIn = (folder: string): string => join(folder, 'in-use.json')

/**
 * Writes down that this process has the journal, for the words of one that comes later. The lock itself is on the
 * journal: a note that is left behind locks nobody out.
 */
export function noteHolder(folder: string): void {
  const host = process.versions['electron'] === undefined ? 'commandLine' : 'window'
  const holder: JournalHolder = { processId: process.pid, host }
  try {
    writeFileSync(fileIn(folder), JSON.stringify(holder), { mode: 0o600 })
  } catch {
    // It serves a message only; what else is wrong with the disk shows in the journal.
  }
}

/** Takes the note away. */
export function forgetHolder(folder: string): void {
  rmSync(fileIn(folder), { force: true })
}

/** Who has the journal, as far as it is written down. */
export function readHolder(folder: string): JournalHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
  } catch {
    // No note, or one that was being written: the lock holds without it.
    return undefined
  }
}
