import type { AuthorityRefusal } from './authority-answers'

/** Why Entra refused, and what to do, in plain words. */
export interface SignInReason {
  readonly message: string
  readonly nextStep: string
}

const furtherStep: SignInReason = {
  message: 'Your organization asks for a further step before it lets you in.',
  nextStep: 'Sign in again and follow what the page asks for.',
}
const ended: SignInReason = {
  message: 'The sign-in has expired, or was taken back.',
  nextStep: 'Sign in again.',
}

const reasons: readonly (readonly [codes: readonly number[], reason: SignInReason])[] = [
  [[50076, 50079, 50074, 50158, 53000, 53001, 53002, 53003], furtherStep],
  [[50173, 700082, 700084, 50078, 70043, 70044, 50133], ended],
  [
    [50020, 50034, 51004],
    {
      message: 'This account is not known in that directory.',
      nextStep: 'Sign in with an account of the directory, or name the directory (tenant) of the cluster.',
    },
  ],
  [
    [90002, 900023, 90072],
    {
      message: 'There is no such directory (tenant).',
      nextStep: 'Check its id or domain name, then sign in again.',
    },
  ],
  [
    [65001, 65004, 90094, 90095, 50105],
    {
      message: 'Your organization has not allowed this application to sign you in.',
      nextStep: 'Ask an administrator of the directory to allow Kusto clients.',
    },
  ],
  [
    [700016, 700038],
    {
      message: 'The directory does not know this application.',
      nextStep: 'Check the id of the application and of its directory.',
    },
  ],
  [
    [7000215, 7000222],
    {
      message: 'The key of the application is wrong or has expired.',
      nextStep: 'Make a new key for the application, and set KUSTO_STUDIO_APP_KEY to it.',
    },
  ],
  [
    [700027, 700024, 700021],
    {
      message: 'The certificate is not one of this application, or has expired.',
      nextStep: 'Check AZURE_CLIENT_CERTIFICATE_PATH, and the certificates that the application lists.',
    },
  ],
]

/** By the error of the protocol, where the description has no code that is known. */
const byError: Readonly<Record<string, SignInReason>> = {
  invalid_grant: ended,
  interaction_required: furtherStep,
  invalid_client: {
    message: 'The application could not prove who it is.',
    nextStep: 'Check its key or certificate.',
  },
  expired_token: { message: 'The code has expired.', nextStep: 'Sign in again to get a new one.' },
}

/** The reason for a refusal; undefined if all that is known is that there was one. */
export function reasonOf({ error, description }: AuthorityRefusal): SignInReason | undefined {
  const code = Number(/AADSTS(\d+)/.exec(description)?.[1])
  return reasons.find(([codes]) => codes.includes(code))?.[1] ?? byError[error]
}
