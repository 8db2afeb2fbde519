import { reachOfSecret } from '../../../domain/storage-folder'
import { redactUri } from '../../../domain/blob-uri'
import { StudioError } from '../../../domain/studio-error'

/**
 * Gives blobs the secret of a URI that the user gave again after a restart: of the blob itself, of its container, or of
 * another blob if its secret opens the whole container.
 *
 * @param location A blob's URI without its secret, as the journal has it.
 * @returns The blob's URI with its secret; undefined if this secret does not open it.
 */
export function withSecret(uri: string, location: string): string | undefined {
  const given = uri.trim()
  const display = redactUri(given)
  const reach = reachOfSecret(given)
  const isOpened = location === display || location === reach || location.startsWith(`${reach}/`)
  return isOpened ? `${location}${given.slice(display.length)}` : undefined
}

/** Says that a URI opens another blob than the one that was asked for. */
export function otherBlob(uri: string, location: string): StudioError {
  return new StudioError(
    'BlobUriInvalid',
    `This is the URI of ${redactUri(uri.trim())}, not of ${location}.`,
    {
      subject: location,
      nextStep: 'Give the URI of the same blob, or of its container, with its SAS.',
    },
  )
}
