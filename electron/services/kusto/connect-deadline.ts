import type { Agent } from 'node:http'

/**
 * Limits how long an agent's connections may take to open. axios has a single deadline for the whole request, so a host
 * that swallows packets would hold its caller for as long as a slow query may take.
 */
export function limitConnectTime(agent: Agent, timeoutMs: number): void {
  const create = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const socket = create(options, callback)
    if (socket === null || socket === undefined) return socket
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' }))
    }, timeoutMs)
    const stop = (): void => clearTimeout(timer)
    socket.once('connect', stop)
    socket.once('close', stop)
    return socket
  }
}
