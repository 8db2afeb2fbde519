import { StudioError } from '../../domain/studio-error'

/** An application that signs in with a secret: a key, or a certificate's private key. */
export interface AppIdentity {
  readonly clientId: string
  readonly tenantId: string
  readonly proof:
    | { readonly secret: string }
    | { readonly certificatePath: string; readonly certificatePassword: string | undefined }
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads an application's identity from the environment, and from nowhere else: other users of the machine see arguments.
 *
 * @returns Undefined if no application is named.
 * @throws StudioError `RequestInvalid` if a part is missing.
 */
export function readAppIdentity(environment: Environment): AppIdentity | undefined {
  const value = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((text) => text !== undefined && text !== '')
  const clientId = value('KUSTO_STUDIO_APP_ID', 'AZURE_CLIENT_ID')
  if (clientId === undefined) return undefined
  const tenantId = value('KUSTO_STUDIO_APP_TENANT', 'AZURE_TENANT_ID')
  const secret = value('KUSTO_STUDIO_APP_KEY', 'AZURE_CLIENT_SECRET')
  const certificatePath = value('AZURE_CLIENT_CERTIFICATE_PATH')
  if (tenantId === undefined) throw incomplete('its directory is missing: set KUSTO_STUDIO_APP_TENANT')
  if (secret !== undefined) return { clientId, tenantId, proof: { secret } }
  if (certificatePath === undefined)
    throw incomplete('its key is missing: set KUSTO_STUDIO_APP_KEY, or AZURE_CLIENT_CERTIFICATE_PATH')
  const certificatePassword = value('AZURE_CLIENT_CERTIFICATE_PASSWORD')
  return { clientId, tenantId, proof: { certificatePath, certificatePassword } }
}

/** The error for a sign-in as an application where none is named. */
export function noAppIdentity(): StudioError {
  return incomplete('set KUSTO_STUDIO_APP_ID, KUSTO_STUDIO_APP_TENANT and KUSTO_STUDIO_APP_KEY')
}

function incomplete(what: string): StudioError {
  return new StudioError('RequestInvalid', `The application to sign in as is not complete: ${what}.`, {
    nextStep: 'Keys are read from the environment only, never from the command line.',
  })
}
