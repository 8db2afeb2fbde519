import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A certificate and its private key, both as PEM. */
export interface TlsIdentity {
  readonly certificate: string
  readonly privateKey: string
}

const dayMs = 24 * 3_600_000

/** DER tags (ITU-T X.690). */
const tag = {
  boolean: 1,
  integer: 2,
  bits: 3,
  octets: 4,
  object: 6,
  utf8: 12,
  utcTime: 23,
  sequence: 48,
  set: 49,
}
const ecdsaWithSha256 = '2a8648ce3d040302'
const commonName = '550403'
const subjectAlternativeName = '551d11'
const basicConstraints = '551d13'

/**
 * Makes a self-signed certificate for 127.0.0.1 and DNS names (RFC 5280), valid for 400 days from one day before `now`
 * (milliseconds since the epoch). Node has no call for this.
 */
export function createSelfSignedCertificate(
  now: number,
  names: readonly string[] = ['localhost'],
): TlsIdentity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId(ecdsaWithSha256))
  const name = sequence(
    element(tag.set, sequence(objectId(commonName), element(tag.utf8, Buffer.from('Local Kusto cluster')))),
  )
  const serial = randomBytes(16)
  serial[0] = 1 // positive, and without a leading zero
  const signed = sequence(
    context(0, element(tag.integer, Buffer.of(2))), // version 3
    element(tag.integer, serial),
    algorithm,
    name,
    sequence(utcTime(now - dayMs), utcTime(now + 400 * dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    context(
      3,
      sequence(extension(basicConstraints, isAuthority()), extension(subjectAlternativeName, hosts(names))),
    ),
  )
  const signature = sign('sha256', signed, privateKey)
  const certificate = sequence(signed, algorithm, element(tag.bits, Buffer.of(0), signature))
  return {
    certificate: pem('CERTIFICATE', certificate),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function isAuthority(): Buffer {
  return sequence(element(tag.boolean, Buffer.of(0xff)))
}

/** Context tag 7 is an address, 2 a DNS name. */
function hosts(names: readonly string[]): Buffer {
  const dnsNames = names.map((name) => element(0x82, Buffer.from(name)))
  return sequence(element(0x87, Buffer.of(127, 0, 0, 1)), ...dnsNames)
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), element(tag.octets, value))
}

function context(index: number, content: Buffer): Buffer {
  return element(0xa0 + index, content)
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return element(tag.sequence, ...contents)
}

function objectId(hex: string): Buffer {
  return element(tag.object, Buffer.from(hex, 'hex'))
}

function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '')
  return element(tag.utcTime, Buffer.from(`${digits.slice(2, 14)}Z`))
}

function element(type: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(type, ...head), content])
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
