import { connect, type Socket } from 'node:net'

/** Opens a connection to a cluster, on which anything can be written. */
export async function openSocket(clusterUri: string): Promise<Socket> {
  const { hostname, port } = new URL(clusterUri)
  const socket = connect({ host: hostname, port: Number(port) })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket
}

/** Writes bytes and returns all that the other side sends until it closes, or until `timeoutMs` have passed. */
export async function exchange(
  clusterUri: string,
  bytes: string | Buffer,
  timeoutMs = 10_000,
): Promise<string> {
  const socket = await openSocket(clusterUri)
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(Buffer.concat(chunks).toString('utf8'))
    }
    const timer = setTimeout(done, timeoutMs)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.once('end', done).once('close', done).on('error', done)
    socket.write(bytes)
  })
}
