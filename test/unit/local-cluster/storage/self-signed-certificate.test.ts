import { X509Certificate } from 'node:crypto'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import {
  createSelfSignedCertificate,
  type TlsIdentity,
} from '../../../../electron/local-cluster/storage/self-signed-certificate'

describe('createSelfSignedCertificate', () => {
  it('names loopback, signs itself and is good now', () => {
    const now = Date.UTC(2026, 10, 23, 4)
    const certificate = new X509Certificate(createSelfSignedCertificate(now).certificate)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(certificate.checkHost('localhost')).toBe('localhost')
    expect(certificate.checkHost('example.com')).toBeUndefined()
    expect(certificate.ca).toBe(true)
    expect(Date.parse(certificate.validFrom)).toBe(now - 86_400_000)
    expect(Date.parse(certificate.validTo)).toBe(now + 400 * 86_400_000)
  })

  it('is taken by a client that trusts it, and by no other', async () => {
    const identity = createSelfSignedCertificate(Date.now())
    expect(await greet(identity, identity.certificate)).toBe(200)
    const other = createSelfSignedCertificate(Date.now())
    await expect(greet(identity, other.certificate)).rejects.toThrow(/self-signed|verify/)
  })
})

/** The status that a client gets from a server with this identity if it trusts only `trusted`. */
async function greet(identity: TlsIdentity, trusted: string): Promise<number | undefined> {
  const server = createServer(
    { cert: identity.certificate, key: identity.privateKey },
    (_request, response) => response.end(),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, ca: trusted, agent: false }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }).on('error', reject)
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
