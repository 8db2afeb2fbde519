import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import {
  createSourceService,
  type SourceRegistry,
} from '../../../../electron/services/sources/source-service'

/** A folder for files and a source service that looks at them, new for each test of a file. */
export interface SourcesUnderTest {
  readonly folder: string
  readonly sources: SourceRegistry
  /** Writes a file and returns what the service finds out about it. */
  inspect(name: string, content: string | Buffer): Promise<FileSource>
}

/** Makes them before each test of the file that calls this, and removes the folder afterwards. */
export function sourcesUnderTest(): SourcesUnderTest {
  const current = { folder: '', sources: undefined as unknown as SourceRegistry }
  beforeEach(() => {
    current.folder = mkdtempSync(join(tmpdir(), 'sources-'))
    current.sources = createSourceService({
      homeFolder: join(current.folder, 'home'),
      findPreviousIngestion: () => Promise.resolve(null),
    })
  })
  afterEach(() => rmSync(current.folder, { recursive: true, force: true }))
  return {
    get folder() {
      return current.folder
    },
    get sources() {
      return current.sources
    },
    async inspect(name, content) {
      const path = join(current.folder, name)
      writeFileSync(path, content)
      const [info] = await current.sources.register([path])
      if (info === undefined) return expect.fail('nothing was listed')
      return info
    },
  }
}
