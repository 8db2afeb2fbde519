import { createHash, type Hash } from 'node:crypto'
import { SourceFile } from './source-file'

/** Bytes in a sample, and samples of a large file. */
const sampleBytes = 65_536
const samples = 16

/** A file's present size and date, and a fingerprint of its content. */
interface FingerprintedFile {
  readonly sizeBytes: number
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
  /** The same for the same content, whatever the file is called. */
  readonly fingerprint: string
}

/**
 * Takes a file's fingerprint: SHA-256 of its size and its bytes. Of a file over 1 MB it reads only 16 samples, evenly
 * spread, so that 10 GB take no longer. That is enough to warn that the same content was ingested before, but no proof.
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
