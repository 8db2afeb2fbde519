import type { WireError } from './studio-error'

/** Where sign-in stands. Never a token; the account is the name that the user knows. */
export type SignInState =
  | { readonly kind: 'notNeeded' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'signingIn' }
  | { readonly kind: 'signedIn'; readonly account: string }
  | { readonly kind: 'failed'; readonly error: WireError }

/** The cluster that the window works with. */
export interface ConnectionInfo {
  readonly clusterUri: string
  readonly dataIngestionUri: string
  /** `Local cluster`, or the host name. */
  readonly displayName: string
  readonly isLocalCluster: boolean
  readonly state: 'closed' | 'opening' | 'open' | 'failed'
  readonly signIn: SignInState
  readonly error: WireError | null
}
