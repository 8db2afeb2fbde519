import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { KustoError } from '../answers/kusto-error'

/**
 * Addresses that only this machine, its link or its host answers at: loopback and unspecified (RFC 1122, RFC 4291),
 * link-local (RFC 3927, RFC 4291), and where clouds tell a machine its own secrets.
 */
const local = new BlockList()
local.addSubnet('0.0.0.0', 8, 'ipv4')
local.addSubnet('127.0.0.0', 8, 'ipv4')
local.addSubnet('169.254.0.0', 16, 'ipv4')
for (const metadata of ['168.63.129.16', '100.100.100.200', '192.0.0.192']) local.addAddress(metadata, 'ipv4')
local.addAddress('::', 'ipv6')
local.addAddress('::1', 'ipv6')
local.addSubnet('fe80::', 10, 'ipv6')
local.addAddress('fd00:ec2::254', 'ipv6')

/** Whether an IP address, in any notation that Node connects to, is one of this machine or its link. */
export function isLocalAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(plain)
  if (family === 0) return false
  if (family === 4) return local.check(plain, 'ipv4')
  const inside = embeddedIpv4(plain)
  return local.check(plain, 'ipv6') || (inside !== undefined && local.check(inside, 'ipv4'))
}

/** The IPv4 address inside an IPv4-mapped, IPv4-compatible or NAT64 one (RFC 4291, RFC 6052). */
function embeddedIpv4(address: string): string | undefined {
  // A URL writes the shortest form, with hexadecimal digits only.
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [, high, low] = /^(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short) ?? []
  if (high === undefined || low === undefined) return undefined
  const [one, other] = [parseInt(high, 16), parseInt(low, 16)]
  return [one >> 8, one & 255, other >> 8, other & 255].join('.')
}

/** Refuses a host that is an address of this machine or its link. @throws KustoError `Download_Forbidden`. */
export function assertReachable(url: URL): void {
  if (isLocalAddress(url.hostname)) throw notReachable(url.hostname)
}

/** Looks a name up as Node does, and refuses it if it leads to this machine or its link. */
export const lookupElsewhere: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, [])
      return
    }
    const [first] = addresses
    if (first === undefined || addresses.some(({ address }) => isLocalAddress(address))) {
      callback(notReachable(hostname), [])
      return
    }
    if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

function notReachable(host: string): KustoError {
  return new KustoError(
    'Download_Forbidden',
    `The blob is on this machine or its link (${host}), where the local cluster reads only its own storage. ` +
      'To let it read others there, start it with --allow-local-blobs, or with ' +
      'KUSTO_LOCAL_CLUSTER_ALLOW_LOCAL_BLOBS=1 in the environment.',
  )
}
