import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'libsql'
import { stage } from './model-world'

/** The parts of the real journal that the model watches. */
export interface WatchedJournal {
  readonly database: Database.Database
  commitNow(): void
}

/** The journal of the process that runs. */
export const journals: { present: WatchedJournal | undefined } = { present: undefined }

type JournalClass = new (...parameters: never[]) => WatchedJournal

/** The real journal; the moments before and after each commit are points at which the process may die. */
export function watched<T extends JournalClass>(real: T): T {
  const Base = real as JournalClass
  class Watched extends Base {
    constructor(...parameters: never[]) {
      super(...parameters)
      journals.present = this
    }

    override commitNow(): void {
      if (stage.world?.point() === false) return
      super.commitNow()
      stage.world?.note('journal committed')
      stage.world?.point()
    }
  }
  return Watched as unknown as T
}

/** What is on the disk when the process is killed, as files of their own: the killed one never lets go. */
export function copyJournal(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of ['journal.sqlite', 'journal.sqlite-wal']) {
    const file = join(from, name)
    if (existsSync(file)) copyFileSync(file, join(to, name))
  }
}
