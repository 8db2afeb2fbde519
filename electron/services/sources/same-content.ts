import { mapConcurrently } from '../../domain/concurrency/map-concurrently'
import type { FileSource } from '../../domain/schema/file-source'
import { fileFingerprint } from '../jobs/upload/content-fingerprint'

/** A file with what is known of it. */
export interface KnownFile {
  readonly path: string
  readonly info: FileSource
}

/**
 * Files whose content another one has that comes before them, under another name. Only files of one size are read, a
 * large one in samples.
 *
 * @param known Files that were there before.
 * @returns The other one, by handle.
 */
export async function findSameContent(
  files: readonly KnownFile[],
  known: Iterable<KnownFile>,
): Promise<ReadonlyMap<string, FileSource>> {
  const bySize = new Map<number, KnownFile[]>()
  for (const file of [...known, ...files]) {
    const { problem, sizeBytes } = file.info
    if (problem !== null || sizeBytes === 0) continue
    const alike = bySize.get(sizeBytes) ?? []
    if (alike.every(({ path }) => path !== file.path)) alike.push(file)
    bySize.set(sizeBytes, alike)
  }
  const fresh = new Set(files)
  const same = new Map<string, FileSource>()
  for (const alike of bySize.values()) {
    if (alike.length < 2 || !alike.some((file) => fresh.has(file))) continue
    const firsts = new Map<string, FileSource>()
    const fingerprints = await mapConcurrently(alike, 8, fingerprintOf)
    for (const [index, file] of alike.entries()) {
      const fingerprint = fingerprints[index] ?? null
      if (fingerprint === null) continue
      const first = firsts.get(fingerprint)
      if (first === undefined) firsts.set(fingerprint, file.info)
      else if (fresh.has(file)) same.set(file.info.handle, first)
    }
  }
  return same
}

async function fingerprintOf({ path }: KnownFile): Promise<string | null> {
  try {
    return (await fileFingerprint(path)).fingerprint
  } catch {
    // What cannot be read any more is told by whoever reads it next.
    return null
  }
}
