import { StudioError } from '../../domain/studio-error'

interface Failure {
  /** Follows the subject: `Cluster x` + ` cannot be found: …`. */
  readonly says: string
  readonly nextStep: string
  readonly retryable: boolean
}

const checkNetwork = 'Check the address and the network (VPN, proxy), then try again.'
const lookAtCertificate =
  'The studio does not use such a connection. Check the address, this machine’s clock, and whether a proxy decrypts the traffic.'

const failures: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: {
    says: 'refuses the connection: nothing listens at that address',
    nextStep: 'Check that the cluster is running and that the port is right, then try again.',
    retryable: true,
  },
  ENOTFOUND: {
    says: 'cannot be found: its host name has no address',
    nextStep: 'Check the spelling of the address and whether it needs a VPN.',
    retryable: true,
  },
  EAI_AGAIN: {
    says: 'cannot be looked up: the name server does not answer',
    nextStep: checkNetwork,
    retryable: true,
  },
  ECONNRESET: { says: 'closed the connection in the middle', nextStep: checkNetwork, retryable: true },
  EPIPE: { says: 'closed the connection in the middle', nextStep: checkNetwork, retryable: true },
  ETIMEDOUT: { says: 'does not answer', nextStep: checkNetwork, retryable: true },
  ECONNABORTED: { says: 'does not answer in time', nextStep: checkNetwork, retryable: true },
  EHOSTUNREACH: {
    says: 'cannot be reached: there is no route to it',
    nextStep: checkNetwork,
    retryable: true,
  },
  ENETUNREACH: {
    says: 'cannot be reached: there is no network',
    nextStep: checkNetwork,
    retryable: true,
  },
  EADDRNOTAVAIL: {
    says: 'cannot be reached: this machine has no free port',
    nextStep: 'Wait a minute, then try again.',
    retryable: true,
  },
  EPROTO: {
    says: 'does not speak https at that address',
    nextStep: 'Check the address: a local cluster is reached by http, any other by https.',
    retryable: false,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate('has a certificate that it signed itself'),
  SELF_SIGNED_CERT_IN_CHAIN: certificate(
    'has a certificate from an authority that this machine does not know',
  ),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate('has a certificate that cannot be verified'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate(
    'has a certificate from an authority that this machine does not know',
  ),
  CERT_HAS_EXPIRED: certificate('has a certificate that has expired'),
  CERT_NOT_YET_VALID: certificate('has a certificate that is not valid yet'),
  ERR_TLS_CERT_ALTNAME_INVALID: certificate('has a certificate for another host name'),
}

function certificate(says: string): Failure {
  return { says, nextStep: lookAtCertificate, retryable: false }
}

/**
 * A failed connection (name, route, refusal, reset, TLS) as a {@link StudioError}; undefined if `code` is not a network
 * error.
 *
 * @param code Node's error code, for example `ECONNREFUSED`.
 * @param subject Starts the sentence, for example `Cluster help.kusto.windows.net`.
 */
export function networkFailure(
  code: string,
  subject: string,
  kind: 'ClusterUnreachable' | 'BlobUnreachable' | 'UploadFailed' = 'ClusterUnreachable',
): StudioError | undefined {
  const failure = Object.hasOwn(failures, code) ? failures[code] : malformed(code)
  if (failure === undefined) return undefined
  return new StudioError(kind, `${subject} ${failure.says}.`, {
    retryable: failure.retryable,
    nextStep: failure.nextStep,
    serviceCode: code,
  })
}

/** `HPE_…`: Node's HTTP parser could not read the answer. */
function malformed(code: string): Failure | undefined {
  if (!code.startsWith('HPE_')) return undefined
  return { says: 'answers with something that is not HTTP', nextStep: checkNetwork, retryable: false }
}
