import { AsyncLocalStorage } from 'node:async_hooks'
import { useIdentityPlugin } from '@azure/identity'
import type { ICachePlugin } from '@azure/msal-node'

/** Where a credential keeps its tokens, as one text that holds secrets. */
export interface TokenCache {
  read(): string
  write(text: string): void
}

interface PluginContext {
  readonly cachePluginControl: { setPersistence(provider: () => Promise<ICachePlugin>): void }
}

const injected = new AsyncLocalStorage<TokenCache>()

/**
 * Azure Identity keeps tokens where a plugin tells it to. Its own plugin package brings native code for each platform's
 * key store; ours hands the text to whoever made the credential.
 */
useIdentityPlugin((context) => {
  ;(context as PluginContext).cachePluginControl.setPersistence(() => {
    const cache = injected.getStore()
    return Promise.resolve({
      beforeCacheAccess: (access) => {
        const text = cache?.read() ?? ''
        if (text !== '') access.tokenCache.deserialize(text)
        return Promise.resolve()
      },
      afterCacheAccess: (access) => {
        if (access.cacheHasChanged) cache?.write(access.tokenCache.serialize())
        return Promise.resolve()
      },
    })
  })
})

/** Makes a credential, with `tokenCachePersistenceOptions` enabled, that keeps its tokens in `cache`. */
export function withTokenCache<T>(cache: TokenCache, make: () => T): T {
  return injected.run(cache, make)
}
