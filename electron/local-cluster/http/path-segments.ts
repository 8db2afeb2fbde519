import { KustoError } from '../answers/kusto-error'

/**
 * The decoded path segments after `prefix`, or undefined for other paths.
 *
 * @throws KustoError `General_BadRequest` if a segment's percent-encoding is broken.
 */
export function segmentsAfter(prefix: string, path: string): string[] | undefined {
  if (!path.startsWith(`${prefix}/`)) return undefined
  const segments = path.slice(prefix.length + 1).split('/')
  if (segments.includes('')) return undefined
  try {
    return segments.map((segment) => decodeURIComponent(segment))
  } catch (cause) {
    throw new KustoError('General_BadRequest', 'The path is not correctly percent-encoded.', { cause })
  }
}
