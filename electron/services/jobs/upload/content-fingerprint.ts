import { createHash, type Hash } from 'node:crypto'
import { SourceFile } from './source-file'

/** Bytes to read at each place, and the number of places in a large file. */
const sampleBytes = 65_536
const samples = 16

/** What a file is now, and a fingerprint of its content. */
export interface FingerprintedFile {
  readonly sizeBytes: number
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
  /** The same for the same content, whatever the file is called. */
  readonly fingerprint: string
}

/**
 * Takes the fingerprint of a file: SHA-256 of its size and its bytes, or of 16 places spread over a file larger than
 * 1 MB, so that 10 GB take no longer. It is good enough to warn that the same content was ingested before, not to prove
 * it.
 *
 * @throws StudioError `FileNotFound`, `FileNotReadable`.
 */
export async function fileFingerprint(path: string): Promise<FingerprintedFile> {
  const file = await SourceFile.open(path)
  try {
    const { sizeBytes, modifiedAt } = file
    const hash = hashOfSize(sizeBytes)
    const isWhole = sizeBytes <= sampleBytes * samples
    const buffer = Buffer.allocUnsafe(isWhole ? sizeBytes : sampleBytes)
    for (let index = 0; index < (isWhole ? 1 : samples); index++) {
      const position = isWhole ? 0 : Math.floor(((sizeBytes - sampleBytes) * index) / (samples - 1))
      const bytesRead = await file.read(buffer, position)
      hash.update(buffer.subarray(0, bytesRead))
    }
    return { sizeBytes, modifiedAt, fingerprint: hash.digest('hex').slice(0, 32) }
  } finally {
    await file.close()
  }
}

/**
 * As {@link fileFingerprint}, for content that is in memory.
 *
 * @param content At most 1 MB.
 */
export function fingerprintOfContent(content: Uint8Array): string {
  return hashOfSize(content.length).update(content).digest('hex').slice(0, 32)
}

function hashOfSize(sizeBytes: number): Hash {
  return createHash('sha256').update(`${sizeBytes}\n`)
}
