import { askStorage } from './ask-storage'
import type { RandomAccess } from './counting/random-access'

/**
 * A blob of which parts can be read; null if storage does not tell its size or serves no ranges.
 *
 * @param url With its secret part.
 * @throws the system's error if storage cannot be reached.
 */
export async function blobAccess(url: URL, signal: AbortSignal): Promise<RandomAccess | null> {
  const last = await askStorage(url, { range: 'bytes=-8' }, signal)
  const sizeBytes = Number(/\/(\d+)$/.exec(last.headers['content-range'] ?? '')?.[1] ?? 0)
  last.destroy()
  if (last.statusCode !== 206) return null
  return {
    sizeBytes,
    read: async (buffer, offset) => {
      if (buffer.length === 0) return 0
      const range = `bytes=${offset}-${offset + buffer.length - 1}`
      const response = await askStorage(url, { range }, signal)
      let read = 0
      for await (const chunk of response as AsyncIterable<Buffer>) {
        if (response.statusCode !== 206 || read + chunk.length > buffer.length) break
        read += chunk.copy(buffer, read)
      }
      return read
    },
  }
}
