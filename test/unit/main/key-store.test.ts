import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ safeStorage: {} }))
const { systemKeyStore } = await import('../../../electron/main/key-store')

const storage = (backend?: string, isAvailable = true): Parameters<typeof systemKeyStore>[0] => ({
  isEncryptionAvailable: () => isAvailable,
  encryptString: (text) => Buffer.from(`locked ${text}`),
  decryptString: (bytes) => bytes.toString().replace('locked ', ''),
  ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
})

describe('the key store', () => {
  it('encrypts where the system does', async () => {
    for (const [backend, platform] of [
      ['gnome_libsecret', 'linux'],
      ['kwallet6', 'linux'],
      [undefined, 'darwin'],
      [undefined, 'win32'],
    ] as const) {
      const store = systemKeyStore(storage(backend), platform)
      const locked = await store?.encrypt('token')
      expect(locked).not.toContain('token')
      expect(await store?.decrypt(locked ?? '')).toBe('token')
    }
  })

  it.each(['basic_text', 'unknown', undefined])('is none on Linux with the back end %s', (backend) => {
    expect(systemKeyStore(storage(backend), 'linux')).toBeNull()
  })

  it('is none where the system has no encryption', () => {
    expect(systemKeyStore(storage('gnome_libsecret', false), 'linux')).toBeNull()
    expect(systemKeyStore(storage(undefined, false), 'win32')).toBeNull()
  })
})
