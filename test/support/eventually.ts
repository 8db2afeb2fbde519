import { slowness } from './slowness'

/** Repeats `read` until `accept` takes its value; fails with the last value after `timeoutMs`, on a slow machine later. */
export async function eventually<T>(
  read: () => Promise<T> | T,
  accept: (value: T) => boolean,
  timeoutMs = 15_000,
): Promise<T> {
  const limitMs = timeoutMs * slowness
  const end = Date.now() + limitMs
  for (;;) {
    const value = await read()
    if (accept(value)) return value
    if (Date.now() > end) {
      throw new Error(`Not reached within ${limitMs} ms; last: ${JSON.stringify(value, bigintToText)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function bigintToText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
