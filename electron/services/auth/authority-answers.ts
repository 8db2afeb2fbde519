import type { InteractiveBrowserCredentialNodeOptions } from '@azure/identity'
import { z } from 'zod'

/** What the sign-in service said when it refused (RFC 6749, section 5.2). May quote what it was sent. */
export interface AuthorityRefusal {
  readonly status: number
  readonly error: string
  readonly description: string
  /** What the next sign-in has to prove besides, as JSON: a demand of conditional access. */
  readonly claims: string | undefined
}

const refusalSchema = z.object({
  error: z.string().catch(''),
  error_description: z.string().catch(''),
  claims: z.string().optional().catch(undefined),
})

/** Where the user only has not finished yet. */
const pending = ['authorization_pending', 'slow_down']

/** Listens in on a credential's requests, because Identity drops the reasons from its own errors. */
export class AuthorityAnswers {
  /** The latest network error; undefined if the latest request got an answer. */
  networkError: unknown
  /** The latest refusal; undefined if the latest request was granted. */
  refusal: AuthorityRefusal | undefined

  /** For the credential's options. */
  readonly policies: NonNullable<InteractiveBrowserCredentialNodeOptions['additionalPolicies']> = [
    {
      position: 'perCall',
      policy: {
        name: 'listenToAuthority',
        sendRequest: async (request, next) => {
          this.forget()
          try {
            const response = await next(request)
            this.refusal = readRefusal(response.status, response.bodyAsText ?? '')
            return response
          } catch (error) {
            this.networkError = error
            throw error
          }
        },
      },
    },
  ]

  forget(): void {
    this.networkError = undefined
    this.refusal = undefined
  }
}

function readRefusal(status: number, body: string): AuthorityRefusal | undefined {
  if (status < 400) return undefined
  const { error, error_description: description, claims } = refusalSchema.parse(parsed(body))
  return pending.includes(error) ? undefined : { status, error, description, claims }
}

function parsed(body: string): object {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    // A proxy's page.
    return {}
  }
}
