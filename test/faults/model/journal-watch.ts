import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Journal } from '../../../electron/services/jobs/journal/journal'
import type { SourceRecord } from '../../../electron/services/jobs/state/job-record'
import { stage } from './model-world'
import { noteMove } from './transition-watch'

/** The journal of the process that runs. */
export const journals: { present: WatchedJournal | undefined } = { present: undefined }

/**
 * The real journal. The moments before and after each commit are points at which the process may die, and each move of
 * a source passes through here.
 */
export class WatchedJournal extends Journal {
  readonly #states = new Map<string, SourceRecord['state']['kind']>()

  constructor(...parameters: ConstructorParameters<typeof Journal>) {
    super(...parameters)
    journals.present = this
  }

  override saveSource(source: SourceRecord): void {
    noteMove(this.#states.get(source.sourceId), source.state.kind)
    this.#states.set(source.sourceId, source.state.kind)
    super.saveSource(source)
  }

  /** Closes the files of a killed process, which would do it by ending. Nothing more is written. */
  letGo(): void {
    if (!this.database.open) return
    this.database.close()
    this.file.hold?.release()
  }

  override commitNow(): void {
    if (stage.world?.point() === false) return
    super.commitNow()
    stage.world?.note('journal committed')
    stage.world?.point()
  }
}

/** What is on the disk when the process is killed, as files of their own: the killed one never lets go. */
export function copyJournal(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of ['journal.sqlite', 'journal.sqlite-wal']) {
    const file = join(from, name)
    if (existsSync(file)) copyFileSync(file, join(to, name))
  }
}
