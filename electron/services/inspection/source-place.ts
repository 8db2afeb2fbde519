import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { InspectionSource } from '../../domain/schema/inspection'
import { parseBlobUri } from '../../domain/storage-uri'
import { StudioError } from '../../domain/studio-error'
import type { SourcePlace } from '../../inspection/protocol'
import { readableUrl } from '../sources/blob-inspection'
import type { SourceService } from '../studio-services'

/** Where registered files and listed blobs lie. */
export type RegisteredPlaces = Pick<SourceService, 'pathOf'> & {
  /** The URI of a listed blob, with its secret. @throws StudioError `RequestInvalid` if it is on no list. */
  blobOf?(handle: string): { readonly uri: string }
}

/** Finds where the bytes of sources lie. Pastes get a file of their own, which their look removes. */
export class SourcePlaces {
  readonly #sources: RegisteredPlaces
  #folder: string | undefined

  constructor(sources: RegisteredPlaces) {
    this.#sources = sources
  }

  /** @throws StudioError `RequestInvalid`, `BlobUriInvalid`, or `SasNeeded` for what only the service can read. */
  async of(source: InspectionSource): Promise<{ readonly place: SourcePlace; readonly pasteFile?: string }> {
    switch (source.kind) {
      case 'file': {
        const path = this.#sources.pathOf(source.handle)
        return { place: { kind: 'file', path, name: basename(path), ...patternOf(source) } }
      }
      case 'paste': {
        const path = await this.#keep(source.text)
        return { place: { kind: 'file', path, name: source.name }, pasteFile: path }
      }
      case 'blob':
        return { place: { ...blobPlace(source.uri.trim()), ...patternOf(source) } }
      case 'listedBlob': {
        if (this.#sources.blobOf === undefined) throw new Error('Nobody lists blobs here')
        return { place: { ...blobPlace(this.#sources.blobOf(source.handle).uri), ...patternOf(source) } }
      }
    }
  }

  async end(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true })
  }

  async #keep(text: string): Promise<string> {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'kusto-studio-paste-'))
    const path = join(this.#folder, `${randomUUID()}.txt`)
    await writeFile(path, text, { mode: 0o600 })
    return path
  }
}

function patternOf({ zipPattern }: { readonly zipPattern?: string | undefined }): {
  zipPattern?: string
} {
  return zipPattern === undefined ? {} : { zipPattern }
}

function blobPlace(uri: string): Extract<SourcePlace, { kind: 'blob' }> {
  const blob = parseBlobUri(uri)
  const url = readableUrl(uri, blob)
  if (url === undefined) throw notReadable(blob.display)
  return { kind: 'blob', url: url.href, name: blob.name, display: blob.display }
}

function notReadable(display: string): StudioError {
  return new StudioError('SasNeeded', `${display} can be read by the service alone with this URI.`, {
    subject: display,
    nextStep: 'To look into it, give its https URI with a SAS that has read permission.',
  })
}
