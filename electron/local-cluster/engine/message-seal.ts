import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Encrypts the messages that wait in the store, because the blob URIs in them carry a SAS or a key. */
export interface MessageSeal {
  /** Encrypts a text. */
  seal(text: string): string
  /**
   * Gives the text back. One that was never sealed comes from a store of an earlier version and is given as it is.
   *
   * @throws Error if it was sealed with another key, or changed since.
   */
  open(sealed: string): string
}

const prefix = 'sealed:'
const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Makes a seal from 32 secret bytes, which are kept outside the store (AES-GCM, NIST SP 800-38D). */
export function createMessageSeal(key: Buffer): MessageSeal {
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key, nonce)
      const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${prefix}${Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64')}`
    },
    open(sealed) {
      if (!sealed.startsWith(prefix)) return sealed
      const bytes = Buffer.from(sealed.slice(prefix.length), 'base64')
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceBytes + tagBytes)),
        decipher.final(),
      ]).toString('utf8')
    },
  }
}
