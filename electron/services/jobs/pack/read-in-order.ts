/**
 * Reads for each item, `ahead` of them at once, and yields the results in the order of the items. Asking for the next
 * result frees the previous item's buffer for another.
 *
 * @param bufferBytes Size of each buffer; there are `ahead` of them.
 */
export async function* readInOrder<Item, Result>(
  items: readonly Item[],
  { ahead, bufferBytes }: { readonly ahead: number; readonly bufferBytes: number },
  read: (item: Item, buffer: Buffer) => Promise<Result>,
): AsyncGenerator<readonly [Item, Result]> {
  const free: Buffer[] = Array.from({ length: Math.min(ahead, items.length) }, () =>
    Buffer.allocUnsafeSlow(bufferBytes),
  )
  const underWay: { readonly item: Item; readonly result: Promise<Result>; readonly buffer: Buffer }[] = []
  let next = 0
  for (;;) {
    while (next < items.length) {
      const buffer = free.pop()
      if (buffer === undefined) break
      const item = items[next++] as Item
      const result = read(item, buffer)
      // It is awaited in its turn; until then a failure must not count as unhandled.
      result.catch(() => undefined)
      underWay.push({ item, result, buffer })
    }
    const first = underWay.shift()
    if (first === undefined) return
    yield [first.item, await first.result]
    free.push(first.buffer)
  }
}
