import type { PastedRows } from '../../../../../electron/domain/pasted-text'
import type { ReadTextRequest } from './paste-worker'
import workerUrl from './paste-worker?worker&url'

/** The part of Trusted Types used here; the DOM types lack it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string }
}

/**
 * Describes a text in a worker, which ends with the answer.
 *
 * @throws Error if the page has no workers, or the worker does not start.
 */
export function readInWorker(request: ReadTextRequest): Promise<PastedRows> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(trusted(workerUrl), { type: 'module' })
    const end = (run: () => void): void => {
      worker.terminate()
      run()
    }
    worker.onmessage = (event: MessageEvent<PastedRows>) => end(() => resolve(event.data))
    worker.onerror = (event) => end(() => reject(new Error(event.message)))
    worker.postMessage(request)
  })
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/** The content security policy accepts script URLs only from a Trusted Types policy; this one allows a single URL. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (trustedTypes === undefined) return url
  policy ??= trustedTypes.createPolicy('paste-worker', {
    createScriptURL: (wanted) => {
      if (wanted === workerUrl) return wanted
      throw new TypeError('Only the paste worker may be started.')
    },
  })
  return policy.createScriptURL(url)
}
