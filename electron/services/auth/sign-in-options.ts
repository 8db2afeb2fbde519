import type { DeviceCode, WayIn } from '../../domain/schema/connection'
import type { AppIdentity } from './app-identity'
import type { OpenBrowser } from './browser-door'
import type { FindKeyStore } from './key-store'

/** How to sign in. */
export interface SignInChoice {
  readonly way: WayIn
  /** Id or domain name of the directory; null: the account's own. */
  readonly tenant: string | null
}

/** Decides whether to sign in as an application that a cluster names. */
export type ConfirmApplication = (clientId: string, cluster: string) => Promise<boolean>

/** How a host of the studio lets its user sign in. */
export interface SignInOptions {
  /** Opens the sign-in page in the user's browser. */
  readonly openBrowser?: OpenBrowser | undefined
  /** Finds the system's store of secrets, which keeps sign-ins between starts; left out: nothing is kept. */
  readonly keyStore?: FindKeyStore | undefined
  /** The file in the home folder that keeps them; each program has a store of its own. */
  readonly signInFile?: string | undefined
  /** Signs in like this when a cluster asks for it; left out: a call that needs a sign-in fails. */
  readonly signInWhenNeeded?: SignInChoice | undefined
  /** The application to sign in as. */
  readonly app?: AppIdentity | undefined
  /** Whether to sign in as an application that is not known as Kusto's; left out: never. */
  readonly confirmApplication?: ConfirmApplication | undefined
  /** Gets the code that the user has to enter on another page. */
  readonly showDeviceCode?: ((code: DeviceCode) => void) | undefined
}
