import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createSharedCredential,
  type SharedCredential,
  type SharedCredentialOptions,
} from '../../../../electron/services/auth/credentials'
import type { KeyStore } from '../../../../electron/services/auth/key-store'
import { createSignInMemory } from '../../../../electron/services/auth/sign-in-memory'
import { kustoClientId } from '../../../../electron/services/auth/trusted-hosts'
import { signInByHand } from '../../../support/cloud/browser.mjs'
import { routeToCloud } from '../../../support/cloud/cloud-hosts'
import { MockEntra } from '../../../support/cloud/mock-entra'

export const scope = 'https://kusto.kusto.windows.net/.default'
export const browser = { way: 'browser', tenant: null } as const

/** Reverses texts: enough to see that nothing is written in clear. */
export const keyStore: KeyStore = {
  encrypt: (text) => Promise.resolve(Buffer.from(text).reverse().toString('base64')),
  decrypt: (text) => Promise.resolve(Buffer.from(text, 'base64').reverse().toString()),
}

/** A mock Entra ID, a home folder, and credentials that sign in there. */
export class CredentialsUnderTest {
  readonly entra: MockEntra
  readonly #unroute: () => void
  /** The sign-in pages that were opened. */
  readonly opened: string[] = []
  folder = ''

  private constructor(entra: MockEntra) {
    this.entra = entra
    this.#unroute = routeToCloud({
      ports: { 'login.microsoftonline.com': entra.port, 'login.sovcloud-identity.fr': entra.port },
      ca: entra.identity.certificate,
    })
  }

  static async start(): Promise<CredentialsUnderTest> {
    return new CredentialsUnderTest(await MockEntra.start())
  }

  /** Before each test: nobody was ever signed in. */
  begin(): void {
    this.folder = mkdtempSync(join(tmpdir(), 'sign-in-'))
    this.opened.length = 0
    this.entra.reset()
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  async close(): Promise<void> {
    this.#unroute()
    await this.entra.close()
  }

  /** Starts anew: a credential that knows only what the folder keeps. `use` is what the user does with the page. */
  async credential(
    use: (url: string) => Promise<void> = (url) => signInByHand(url),
    options: Partial<SharedCredentialOptions> & { readonly keys?: KeyStore | null } = {},
  ): Promise<SharedCredential> {
    const { keys = null, ...others } = options
    return await createSharedCredential({
      authorityHost: 'https://login.microsoftonline.com',
      clientId: kustoClientId,
      memory: createSignInMemory(this.folder, {
        file: 'sign-ins.json',
        keyStore: () => Promise.resolve(keys),
        log: () => undefined,
      }),
      openBrowser: (url) => {
        this.opened.push(url)
        void use(url).catch(() => undefined)
        return Promise.resolve()
      },
      ...others,
    })
  }

  /** All that is on disk. */
  kept(): string {
    return readdirSync(this.folder)
      .map((name) => readFileSync(join(this.folder, name), 'utf8'))
      .join('\n')
  }
}
