import { get } from 'node:http'
import { isLoopbackHost } from '../../domain/loopback-host'
import { StudioError } from '../../domain/studio-error'
import type { OpenBrowser } from './browser-door'

/** One sign-in's browser page, and a way to stop waiting for it. */
interface SignInPage {
  readonly open: OpenBrowser
  /** Why the browser could not be opened; MSAL and Identity pass on only its text. */
  failure(): StudioError | undefined
  /** Stops waiting: tells the listener for the page's answer that the sign-in was given up. */
  close(): void
}

/**
 * MSAL listens on a loopback port until the browser answers, and cannot be stopped. The port is in the URL that it
 * opens, so to give up we send the answer that the browser would send.
 */
export function createSignInPage(openBrowser: OpenBrowser | undefined): SignInPage {
  let answerUri: URL | undefined
  let failure: StudioError | undefined
  let isClosed = false
  return {
    async open(url) {
      // Given up before the page could be opened: throwing makes MSAL close its listener.
      if (isClosed) throw new Error('The sign-in was given up')
      answerUri = answerUriOf(url)
      try {
        if (openBrowser === undefined) throw new Error('This host has no browser')
        await openBrowser(url)
      } catch {
        // Its text is dropped: it may quote the URL, which belongs to this sign-in only.
        failure = noBrowser()
        throw failure
      }
    },
    failure: () => failure,
    close() {
      isClosed = true
      if (answerUri === undefined) return
      const { port } = answerUri
      answerUri = undefined
      const request = get(
        {
          host: '127.0.0.1',
          port,
          path: '/?error=access_denied&error_description=given+up+in+the+studio',
          timeout: 2000,
        },
        (response) => response.resume(),
      )
      // The listener may be gone already, which is fine.
      request.on('error', () => undefined)
    },
  }
}

function answerUriOf(url: string): URL | undefined {
  const redirect = new URL(url).searchParams.get('redirect_uri')
  if (redirect === null) return undefined
  const uri = new URL(redirect)
  return isLoopbackHost(uri.hostname) ? uri : undefined
}

function noBrowser(): StudioError {
  return new StudioError('SignInFailed', 'No browser could be opened for the sign-in.', {
    retryable: true,
    nextStep: 'Sign in with a device code, or set a default browser on this machine.',
  })
}
