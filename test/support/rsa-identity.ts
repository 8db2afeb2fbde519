import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A certificate and its private key in one file, as an application has them. Microsoft Entra ID takes RSA only.
 *
 * @param password Encrypts the key; it lies open if left out.
 * @returns The path of the file.
 */
export function rsaIdentity(folder: string, name: string, password?: string): string {
  const path = join(folder, `${name}.pem`)
  const key = `${path}.key`
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-subj', `/CN=${name}`, '-days', '2']
  const protection = password === undefined ? ['-nodes'] : ['-passout', `pass:${password}`]
  execFileSync('openssl', [...request, ...protection, '-keyout', key, '-out', path], { stdio: 'ignore' })
  appendFileSync(path, readFileSync(key))
  return path
}
