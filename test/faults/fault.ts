/** What can go wrong with one exchange between the studio and a cluster. */
export type Fault =
  /** The request waits before it is passed on. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** The connection is reset before anything is passed on. */
  | { readonly kind: 'reset' }
  /** Half of the request is read, then the connection is reset; the cluster never sees it. */
  | { readonly kind: 'resetMidway' }
  /** The request is taken and never answered. */
  | { readonly kind: 'blackHole' }
  /** The cluster does the work, its answer is lost. */
  | { readonly kind: 'lostAnswer' }
  /** An answer of this status instead of the cluster's. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** The cluster's answer is cut in the middle of its body, with a proper end of the connection. */
  | { readonly kind: 'cutBody' }
  /** A page of a captive portal with status 200. */
  | { readonly kind: 'portalPage' }
  /** The cluster's answer, with signatures that storage no longer takes. */
  | { readonly kind: 'staleSas' }
  /** The answer comes in small pieces with pauses; all of it arrives. */
  | { readonly kind: 'drip'; readonly pauseMs: number; readonly pieces: number }

/** Where in the protocol a request stands. */
export const protocolSteps = [
  'metadata',
  'resources',
  'identityToken',
  'blob',
  'queue',
  /** A post by REST, which takes the place of a message. */
  'post',
  /** Of what was posted by REST. */
  'cancel',
  'statusTable',
  'query',
  'other',
] as const

export type ProtocolStep = (typeof protocolSteps)[number]

/** Tells the step from the request line and, for the cluster's own API, from the text of the command. */
export function protocolStep(
  service: 'cluster' | 'storage',
  method: string,
  url: string,
  body: string,
): ProtocolStep {
  if (service === 'storage') {
    if (/\/messages(\?|$)/.test(url)) return 'queue'
    if (/comp=block|[?&]sig=/.test(url) && method === 'PUT' && !/Table|PartitionKey/.test(url)) return 'blob'
    if (/PartitionKey|\/[^/]*status[^/]*(\?|\()/i.test(url)) return 'statusTable'
    return 'other'
  }
  if (url.startsWith('/v1/rest/auth/metadata')) return 'metadata'
  if (/\.get ingestion resources/.test(body)) return 'resources'
  if (/\.get kusto identity token/.test(body)) return 'identityToken'
  if (/\.cancel queued ingestion operation/.test(body)) return 'cancel'
  if (method === 'POST' && url.startsWith('/v1/rest/ingestion/queued/')) return 'post'
  if (/^\/v[12]\/rest\/(query|mgmt)/.test(url)) return 'query'
  return 'other'
}
