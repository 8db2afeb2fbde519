import type { Server } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TlsIdentity } from './self-signed-certificate'

/** A second way into a server, over https. */
export interface SecureFront {
  readonly port: number
  close(): Promise<void>
}

/** Lets `server` also answer https requests, on any free loopback port. */
export async function startSecureFront(server: Server, identity: TlsIdentity): Promise<SecureFront> {
  const front = createServer({ cert: identity.certificate, key: identity.privateKey }, (request, response) =>
    server.emit('request', request, response),
  )
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject)
    front.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (front.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        front.closeAllConnections()
        front.close(() => resolve())
      }),
  }
}
