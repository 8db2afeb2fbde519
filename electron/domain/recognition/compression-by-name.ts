import { formatFromName, type Compression } from '../data-format'
import type { Finding } from '../schema/inspection'
import { makeFinding } from './make-finding'

/**
 * Tells whether a blob is packed otherwise than its name says. The service goes by the name alone: `.gz` is gzip, `.zip`
 * is zip, and anything else is not packed (documents: supported data formats, supported compression formats). A file
 * that the studio uploads gets a name of its own, so for that its name is only worth knowing.
 *
 * @param actual How the first bytes say that it is packed.
 */
export function compressionFinding(
  name: string,
  actual: Compression,
  place: 'file' | 'blob',
): Finding | null {
  const named = formatFromName(name).compression
  if (named === actual) return null
  const facts = { compression: actual, named }
  const effect = place === 'blob' ? 'refused' : 'none'
  return makeFinding('otherCompressionThanNamed', effect, { count: 1, facts })
}
