import { StudioError } from '../../domain/studio-error'

/**
 * What Azure Storage refused, from the HTTP status and storage's own code (`AuthenticationFailed`, `BlobNotFound`, …).
 *
 * @param subject Starts the sentence: the blob or container, without its query.
 * @param given Whether it is the user's blob; otherwise it is the cluster's temporary storage.
 * @param retryAfterMs How long storage asks to wait.
 */
export function storageFailure(
  status: number,
  code: string | undefined,
  subject: string,
  given: boolean,
  retryAfterMs?: number,
): StudioError {
  const service = code === undefined ? {} : { serviceCode: code.slice(0, 120) }
  if (status === 404) {
    return given
      ? new StudioError('BlobNotFound', `${subject} is not there.`, {
          ...service,
          subject,
          nextStep: 'Check the path and the name (both are case sensitive), then paste the URI again.',
        })
      : new StudioError('StorageRefused', `${subject}: the container for the upload is gone.`, {
          ...service,
          retryable: true,
          nextStep: 'Try again; the studio then asks the cluster for new storage.',
        })
  }
  if (status === 401 || status === 403) {
    return given
      ? new StudioError('BlobForbidden', `${subject} does not let the studio read it.`, {
          ...service,
          subject,
          nextStep: 'Make a new SAS with read permission that has not expired, then paste the URI again.',
        })
      : new StudioError(
          'StorageRefused',
          `${subject}: the storage refused the upload (expired permission).`,
          {
            ...service,
            retryable: true,
            nextStep: 'Try again; the studio then asks the cluster for a new permission.',
          },
        )
  }
  const busy = status === 429 || status === 503
  const message = busy
    ? `${subject}: the storage is busy (HTTP ${status}).`
    : `${subject}: the storage answered HTTP ${status}.`
  return new StudioError(given ? 'BlobUnreachable' : 'StorageRefused', message, {
    ...service,
    subject,
    retryable: status >= 500 || status === 408 || status === 429,
    nextStep: busy ? 'Wait a little, then try again.' : 'Try again.',
    retryAfterMs,
  })
}
