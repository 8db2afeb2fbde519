/**
 * How long an answer asks its client to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or Azure's
 * `x-ms-retry-after-ms`.
 *
 * @param headers A plain object with lower-case names, or anything with a `get`, such as the headers of an SDK.
 * @param now Milliseconds since the epoch.
 * @returns Milliseconds; undefined if the answer does not say.
 */
export function readRetryAfter(headers: unknown, now: number): number | undefined {
  const milliseconds = Number.parseInt(headerIn(headers, 'x-ms-retry-after-ms'), 10)
  const text = headerIn(headers, 'retry-after').trim()
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  const asked = Number.isFinite(milliseconds) ? milliseconds : wait
  return Number.isFinite(asked) ? Math.max(asked, 0) : undefined
}

function headerIn(headers: unknown, name: string): string {
  if ((typeof headers !== 'object' && typeof headers !== 'function') || headers === null) return ''
  const { get } = headers as { readonly get?: unknown }
  const value: unknown =
    typeof get === 'function' ? get.call(headers, name) : (headers as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
