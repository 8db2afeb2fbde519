import { AsyncLocalStorage } from 'node:async_hooks'
import { PublicClientApplication } from '@azure/msal-node'

/** Opens a sign-in page. Rejects when no browser can be started. */
export type OpenBrowser = (url: string) => Promise<void>

const injected = new AsyncLocalStorage<OpenBrowser>()

/**
 * Azure Identity has no option for the browser: it spawns `xdg-open` (or its like) itself and leaves a
 * missing one as an uncaught exception. MSAL beneath it does take a function, so that function is put in
 * here, for calls made within {@link withBrowser} only.
 */
const original = Object.getOwnPropertyDescriptor(PublicClientApplication.prototype, 'acquireTokenInteractive')
  ?.value as PublicClientApplication['acquireTokenInteractive']

PublicClientApplication.prototype.acquireTokenInteractive = function (
  this: PublicClientApplication,
  request,
): ReturnType<PublicClientApplication['acquireTokenInteractive']> {
  const openBrowser = injected.getStore()
  return original.call(this, openBrowser === undefined ? request : { ...request, openBrowser })
}

/** Runs work whose interactive sign-ins open the browser through `openBrowser`. */
export function withBrowser<T>(openBrowser: OpenBrowser, work: () => Promise<T>): Promise<T> {
  return injected.run(openBrowser, work)
}
