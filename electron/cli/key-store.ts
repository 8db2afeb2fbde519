import { execFile } from 'node:child_process'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyStore } from '../services/auth/key-store'

const service = 'kusto-ingestion-studio'

/**
 * The system's store of secrets, through the tool that comes with it: `secret-tool` (libsecret) on Linux, `security` on
 * macOS, DPAPI on Windows. Secrets go through standard input, because other users can see arguments.
 *
 * @returns Null if there is none, or it is locked.
 */
export async function systemKeyStore(): Promise<KeyStore | null> {
  try {
    if (process.platform === 'win32') return dataProtection
    const key = await keyFrom(process.platform === 'darwin' ? keychain : libsecret)
    return key === undefined ? null : encryptingWith(key)
  } catch {
    // The tool is missing, or the store is locked.
    return null
  }
}

interface SecretStore {
  read(): Promise<string>
  write(secret: string): Promise<void>
}

const libsecret: SecretStore = {
  read: () => run('secret-tool', ['lookup', 'service', service, 'kind', 'key']).catch(() => ''),
  async write(secret) {
    const label = 'Kusto Ingestion Studio'
    await run('secret-tool', ['store', `--label=${label}`, 'service', service, 'kind', 'key'], secret)
  },
}

const keychain: SecretStore = {
  read: () => run('security', ['find-generic-password', '-s', service, '-a', 'key', '-w']).catch(() => ''),
  async write(secret) {
    await run('security', ['-i'], `add-generic-password -U -s ${service} -a key -w ${secret}\n`)
  },
}

/** Our key in the store, made at the first time; undefined if the store does not give it back. */
async function keyFrom(store: SecretStore): Promise<Buffer | undefined> {
  const known = await store.read()
  if (/^[0-9a-f]{64}$/.test(known)) return Buffer.from(known, 'hex')
  const made = randomBytes(32)
  await store.write(made.toString('hex'))
  return (await store.read()) === made.toString('hex') ? made : undefined
}

/** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the text. */
function encryptingWith(key: Buffer): KeyStore {
  return {
    encrypt(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Promise.resolve(Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64'))
    },
    decrypt(text) {
      const bytes = Buffer.from(text, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      const content = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
      return Promise.resolve(content.toString('utf8'))
    },
  }
}

/** Windows encrypts for its user itself (DPAPI, through what PowerShell calls a secure string). */
const dataProtection: KeyStore = {
  encrypt: (text) =>
    powershell('$s | ConvertTo-SecureString -AsPlainText -Force | ConvertFrom-SecureString', text),
  decrypt: (text) =>
    powershell('[Net.NetworkCredential]::new("", ($s.Trim() | ConvertTo-SecureString)).Password', text),
}

function powershell(script: string, input: string): Promise<string> {
  const command = `$s = [Console]::In.ReadToEnd(); ${script}`
  return run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', command], input)
}

/** Runs a tool, and returns what it wrote, without the end of the last line. */
function run(tool: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(tool, args, { timeout: 10_000, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(stdout.trimEnd())
      else reject(new Error(`${tool} failed`))
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
