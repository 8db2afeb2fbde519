import { parseBlobUri } from '../../../domain/storage-uri'
import { StudioError } from '../../../domain/studio-error'

/**
 * Checks a blob URI that the user gave again after a restart.
 *
 * @param location The blob's address without its secret, as the journal has it.
 * @returns The URI; a secret.
 * @throws StudioError `BlobUriInvalid` if it is another blob.
 */
export function sameBlob(uri: string, location: string): string {
  const { display } = parseBlobUri(uri)
  if (display === location) return uri.trim()
  throw new StudioError('BlobUriInvalid', `This is the URI of ${display}, not of ${location}.`, {
    subject: location,
    nextStep: 'Give the URI of the same blob with its SAS.',
  })
}
