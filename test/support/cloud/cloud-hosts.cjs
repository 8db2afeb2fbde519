// Sends TLS connections to the cloud's host names to servers of a test on this machine, and trusts their certificate.
// A test in this process calls `route`; for a process that a test starts, `--require` this file and put the routes into
// CLOUD_HOSTS.
const tls = require('node:tls')

const real = tls.connect

/**
 * @param {{ readonly ports: Readonly<Record<string, number>>, readonly ca: string }} routes ports by host name; `*.` at
 *   the beginning stands for any names
 * @returns {() => void} ends it
 */
function route({ ports, ca }) {
  const portOf = (host) =>
    ports[host] ??
    Object.entries(ports).find(([name]) => name.startsWith('*.') && host.endsWith(name.slice(1)))?.[1]
  tls.connect = (...args) => {
    const [options] = args
    const host = typeof options === 'object' ? options?.host : undefined
    const port = typeof host === 'string' ? portOf(host.toLowerCase()) : undefined
    if (port === undefined) return real(...args)
    return real({ ...options, host: '127.0.0.1', port, servername: host, ca }, ...args.slice(1))
  }
  return () => (tls.connect = real)
}

module.exports = { route }
if (process.env.CLOUD_HOSTS) route(JSON.parse(process.env.CLOUD_HOSTS))
