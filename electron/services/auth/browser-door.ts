import { AsyncLocalStorage } from 'node:async_hooks'
import { PublicClientApplication } from '@azure/msal-node'

/** Opens a sign-in page. Rejects if no browser can be started. */
export type OpenBrowser = (url: string) => Promise<void>

const injected = new AsyncLocalStorage<OpenBrowser>()

/**
 * Azure Identity has no option for the browser: it runs `xdg-open` (or similar) itself, and if that is missing, throws
 * an uncaught exception. MSAL underneath does accept a function, so we inject one there, only for calls made within
 * {@link withBrowser}.
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

/** Runs work whose interactive sign-ins use `openBrowser`. */
export function withBrowser<T>(openBrowser: OpenBrowser, work: () => Promise<T>): Promise<T> {
  return injected.run(openBrowser, work)
}
