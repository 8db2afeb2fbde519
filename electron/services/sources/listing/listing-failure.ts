import { readAccess, shownFolder, type StorageFolder } from '../../../domain/storage-folder'
import { StudioError } from '../../../domain/studio-error'

/** Whether storage refused a request for want of permission; what is not public says so with 409, or hides in a 401. */
export function isRefusal(status: number): boolean {
  return status === 401 || status === 403 || status === 409
}

/**
 * Says why storage gave no list.
 *
 * @param status Of HTTP; 0 if there was no answer.
 * @param code Storage's own, for example `AuthorizationPermissionMismatch`.
 */
export function cannotList(folder: StorageFolder, status: number, code: string | undefined): StudioError {
  const subject = shownFolder(folder)
  const service = { subject, ...(code === undefined ? {} : { serviceCode: code.slice(0, 120) }) }
  const isS3 = folder.service === 's3'
  if (isRefusal(status)) {
    return readAccess(folder.suffix).kind === 'public'
      ? new StudioError('SasNeeded', `${subject} is not public.`, {
          ...service,
          nextStep: isS3
            ? 'Add ;AwsCredentials=KEY_ID,SECRET_KEY to the URI.'
            : 'Make a SAS of the container with read and list permission and paste the URI with it.',
        })
      : new StudioError('BlobForbidden', `${subject} does not let the studio list what is in it.`, {
          ...service,
          nextStep: isS3
            ? 'Check the keys, the region in the URI, and that they may list the bucket.'
            : 'Make a new SAS of the container with read and list permission (sp=rl) that has not expired.',
        })
  }
  if (status === 404) {
    return new StudioError('BlobNotFound', `${folder.root} is not there.`, {
      ...service,
      nextStep: 'Check the account and the container; both are case sensitive.',
    })
  }
  return new StudioError(
    'BlobUnreachable',
    status === 0 ? `${subject} could not be listed.` : `${subject}: the storage answered HTTP ${status}.`,
    {
      ...service,
      retryable: status === 0 || status >= 500 || status === 408 || status === 429,
      nextStep: 'Check the URI and the network, then try again.',
    },
  )
}

/** Explains that only the cluster has the identity that a URI asks for. */
export function onlyForTheService(folder: StorageFolder, what: string): StudioError {
  return new StudioError(
    'SasNeeded',
    `The studio cannot list ${shownFolder(folder)} with ${what}: only the cluster has it.`,
    {
      subject: shownFolder(folder),
      nextStep:
        'Give the container with a SAS that has read and list permission, or name each blob by itself.',
    },
  )
}
