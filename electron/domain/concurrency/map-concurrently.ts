/**
 * Maps a list with at most `limit` calls under way, in order of the list. Not p-queue: its bookkeeping for
 * 10,000 tasks took as long as looking at 10,000 files.
 *
 * @throws whatever the first call that fails throws; no further call is begun then.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  let isEnded = false
  const worker = async (): Promise<void> => {
    while (next < items.length && !isEnded) {
      const index = next++
      try {
        results[index] = await work(items[index] as T)
      } catch (error) {
        isEnded = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  return results
}
