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
 * Notes that this process has the journal, so that the next one can name it. The lock is on the journal itself: a note
 * left behind locks nobody out.
 */
export function noteHolder(folder: string): void {
  const host = process.versions['electron'] === undefined ? 'commandLine' : 'window'
  const holder: JournalHolder = { processId: process.pid, host }
  try {
    writeFileSync(fileIn(folder), JSON.stringify(holder), { mode: 0o600 })
  } catch {
    // It only improves a message; the journal shows what is wrong with the disk.
  }
}

/** Removes the note. */
export function forgetHolder(folder: string): void {
  rmSync(fileIn(folder), { force: true })
}

/** Who has the journal, according to the note. */
export function readHolder(folder: string): JournalHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
  } catch {
    // No note, or a half-written one: the lock holds without it.
    return undefined
  }
}
