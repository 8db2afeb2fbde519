import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Keeps pasted texts as files in the home folder, because a crash must not lose what exists nowhere else. A file is
 * removed once its source has landed.
 */
export class PasteStore {
  readonly #folder: string

  constructor(homeFolder: string) {
    this.#folder = join(homeFolder, 'pastes')
  }

  /** Where the text of a source is kept. */
  pathOf(sourceId: string): string {
    return join(this.#folder, sourceId)
  }

  /** Writes the text of a source, readable only by its owner. */
  async keep(sourceId: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = await open(this.pathOf(sourceId), 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  async forget(sourceId: string): Promise<void> {
    await rm(this.pathOf(sourceId), { force: true })
  }

  /** Removes files that no open source needs, left by a killed process. */
  async sweep(needed: ReadonlySet<string>): Promise<void> {
    // No folder means that nothing was ever pasted.
    const names = await readdir(this.#folder).catch(() => [])
    await Promise.all(names.filter((name) => !needed.has(name)).map((name) => this.forget(name)))
  }
}
