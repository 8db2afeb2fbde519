import { formatFromName, type Compression } from '../data-format'
import type { Finding } from '../schema/inspection'
import { makeFinding } from './make-finding'

/**
 * Tells whether a blob is packed otherwise than its name says. The service goes by the name alone: `.gz` is gzip, `.zip`
 * is zip, and anything else is not packed (documents: supported data formats, supported compression formats). Files that
 * the studio uploads get names of its own.
 *
 * @param actual How the blob's first bytes say that it is packed.
 */
export function compressionFinding(name: string, actual: Compression): Finding | null {
  const named = formatFromName(name).compression
  if (named === actual) return null
  const facts = { compression: actual, named }
  return makeFinding('otherCompressionThanNamed', 'refused', { count: 1, facts })
}
