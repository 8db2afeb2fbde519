import { get } from 'node:http'
import { isLoopbackHost } from '../../domain/cluster-uri'
import { StudioError } from '../../domain/studio-error'
import type { OpenBrowser } from './browser-door'

/** The browser page of one sign-in, and the end of waiting for it. */
export interface SignInPage {
  readonly open: OpenBrowser
  /** Why the browser could not be opened; MSAL and Identity on the way keep only its text. */
  failure(): StudioError | undefined
  /** Ends the wait: the listener for the page's answer is told that the sign-in was given up. */
  close(): void
}

/**
 * MSAL listens on a loopback port until the browser answers, and has no way to stop. The port is in the URL
 * that it opens, so giving up is done as the browser would do it: by an answer that says so.
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
        // Its text is not kept: it may quote the URL, which is of this one sign-in.
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
      // The listener may be gone already, which is what was wanted.
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
    nextStep: 'Set a default browser on this machine, then sign in again.',
  })
}
