import { constants, createHash, verify, X509Certificate } from 'node:crypto'

/** Whether a code comes from whoever asked for it (RFC 7636, S256). */
export function checkCodeVerifier(challenge: string | null | undefined, verifier: string | null): boolean {
  if (challenge === null || challenge === undefined || verifier === null) return false
  return createHash('sha256').update(verifier).digest('base64url') === challenge
}

/** Whether an application proves with its certificate who it is (RFC 7523). */
export function checkClientAssertion(
  assertion: string,
  certificate: string | undefined,
  appId: string,
): boolean {
  const [header = '', body = '', signature = ''] = assertion.split('.')
  if (certificate === undefined) return false
  const { alg } = read(header)
  const { iss, sub } = read(body)
  const key = {
    key: new X509Certificate(certificate).publicKey,
    ...(alg === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {}),
  }
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${body}`),
    key,
    Buffer.from(signature, 'base64url'),
  )
  return isSigned && iss === appId && sub === appId
}

function read(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>
}
