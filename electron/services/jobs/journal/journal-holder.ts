import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const holderSchema = z.object({
  processId: z.number().int().positive(),
  host: z.enum(['window', 'commandLine']),
})

/** The process that has the journal. */
type JournalHolder = z.output<typeof holderSchema>

const fileIn = (folder: string): string => join(folder, 'in-use.json')

/**
 * Notes that this process has the journal, so that another process can say who has it. This is no lock (that is on the
 * journal itself), so an old note keeps nobody out.
 */
export function noteHolder(folder: string): void {
  const host = process.versions['electron'] === undefined ? 'commandLine' : 'window'
  const holder: JournalHolder = { processId: process.pid, host }
  try {
    writeFileSync(fileIn(folder), JSON.stringify(holder), { mode: 0o600 })
  } catch {
    // The note only improves a message. If the disk is at fault, writing the journal says so.
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
    // There is no note, or it is half written. The lock works without it.
    return undefined
  }
}
