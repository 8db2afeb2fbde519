import {
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { type Fault, type ProtocolStep, protocolStep } from './fault'

/** A fault that strikes the next `times` requests of a step, or of any; `Infinity` lasts until it is healed. */
export interface FaultRule {
  readonly step: ProtocolStep | 'any'
  readonly fault: Fault
  readonly times: number
}

/**
 * Stands between a client and a cluster on loopback and does harm on request. The storage services that the
 * cluster names in `.get ingestion resources` are put behind proxies of their own: the answer is rewritten.
 */
export class FaultProxy {
  /** What clients are given as the cluster URI. */
  clusterUri = ''
  /** Requests seen, by step. */
  readonly seen = new Map<ProtocolStep, number>()
  readonly #rules: { readonly rule: FaultRule; left: number }[] = []
  #servers: { readonly server: Server; readonly upstream: string; readonly service: Service }[] = []
  /** Upstream origin to proxy origin. */
  readonly #origins = new Map<string, string>()

  #lentEnding = ''

  /** Starts a proxy in front of `upstream` (an origin). */
  static async start(upstream: string): Promise<FaultProxy> {
    const proxy = new FaultProxy()
    proxy.clusterUri = await proxy.#listen(upstream, 'cluster')
    return proxy
  }

  /** Adds a rule; rules strike in the order in which they were added. */
  inject(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times })
  }

  /** Ends all harm. */
  heal(): void {
    this.#rules.length = 0
  }

  /**
   * Puts storage at other addresses, as scaling does: nothing is at the old ones any more. The next answer has the new
   * ones, and of the containers and queues only those whose names end in this.
   */
  async moveStorage(ending: string): Promise<void> {
    this.#lentEnding = ending
    const moved = this.#servers.filter(({ service }) => service === 'storage')
    for (const { upstream } of moved) this.#origins.delete(upstream)
    this.#servers = this.#servers.filter(({ service }) => service !== 'storage')
    await Promise.all(moved.map(({ server }) => stop(server)))
  }

  /** Nothing listens at the cluster's address any more, until {@link resume}. */
  async pause(): Promise<void> {
    await Promise.all(this.#servers.filter(isOfCluster).map(({ server }) => stop(server)))
  }

  /** Listens at the same address again. */
  async resume(): Promise<void> {
    const port = Number(new URL(this.clusterUri).port)
    await Promise.all(
      this.#servers
        .filter(isOfCluster)
        .map(({ server }) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))),
    )
  }

  /** How many injected faults have not struck yet. */
  get pending(): number {
    return this.#rules.reduce((sum, { left }) => sum + left, 0)
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(({ server }) => stop(server)))
  }

  async #listen(upstream: string, service: Service): Promise<string> {
    const known = this.#origins.get(upstream)
    if (known !== undefined) return known
    const server = createServer((incoming, outgoing) => {
      this.#exchange(upstream, service, incoming, outgoing).catch((error: unknown) => {
        outgoing.destroy(error instanceof Error ? error : undefined)
      })
    })
    server.requestTimeout = 0
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#servers.push({ server, upstream, service })
    this.#origins.set(upstream, origin)
    return origin
  }

  #strike(step: ProtocolStep): Fault | undefined {
    this.seen.set(step, (this.seen.get(step) ?? 0) + 1)
    const entry = this.#rules.find(
      ({ rule, left }) => (rule.step === step || rule.step === 'any') && left > 0,
    )
    if (entry === undefined) return undefined
    entry.left -= 1
    return entry.rule.fault
  }

  async #exchange(
    upstream: string,
    service: Service,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const url = incoming.url ?? '/'
    const method = incoming.method ?? 'GET'
    const body = await readAll(incoming)
    const text = service === 'cluster' ? body.toString('utf8') : ''
    const fault = this.#strike(protocolStep(service, method, url, text))
    switch (fault?.kind) {
      case 'latency':
        await delay(fault.milliseconds)
        break
      case 'reset':
      case 'resetMidway':
        incoming.socket.resetAndDestroy()
        return
      case 'blackHole':
        return
      case 'status':
        outgoing.writeHead(fault.status, {
          'content-type': 'application/json',
          ...(fault.retryAfterSeconds === undefined
            ? {}
            : { 'retry-after': String(fault.retryAfterSeconds) }),
        })
        outgoing.end(
          JSON.stringify({
            error: { code: `Fault_${fault.status}`, '@message': 'Injected', '@permanent': false },
          }),
        )
        return
      case 'portalPage':
        outgoing.writeHead(200, { 'content-type': 'text/html' })
        outgoing.end('<html><body>Please sign in to the guest network</body></html>')
        return
    }
    const forwarded = await this.#forward(upstream, method, url, incoming, body)
    const answer = fault?.kind === 'staleSas' ? withStaleSas(forwarded) : forwarded
    if (fault?.kind === 'lostAnswer') {
      incoming.socket.resetAndDestroy()
      return
    }
    const rewritten = service === 'cluster' ? await this.#rewrite(answer) : answer
    const headers = { ...rewritten.headers, 'content-length': String(rewritten.body.length) }
    if (fault?.kind === 'cutBody') {
      outgoing.writeHead(rewritten.status, {
        ...headers,
        'content-length': String(rewritten.body.length >> 1),
      })
      outgoing.end(rewritten.body.subarray(0, rewritten.body.length >> 1))
      return
    }
    outgoing.writeHead(rewritten.status, headers)
    if (fault?.kind === 'drip') {
      const size = Math.max(1, Math.ceil(rewritten.body.length / fault.pieces))
      for (let offset = 0; offset < rewritten.body.length; offset += size) {
        outgoing.write(rewritten.body.subarray(offset, offset + size))
        await delay(fault.pauseMs)
      }
      outgoing.end()
      return
    }
    outgoing.end(rewritten.body)
  }

  async #forward(
    upstream: string,
    method: string,
    url: string,
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<Answer> {
    const target = new URL(upstream)
    const headers = { ...incoming.headers, host: target.host, 'accept-encoding': 'identity' }
    delete headers['transfer-encoding']
    return await new Promise<Answer>((resolve, reject) => {
      const upstreamRequest = sendRequest(
        {
          host: target.hostname,
          port: target.port,
          method,
          path: url,
          headers: { ...headers, 'content-length': String(body.length) },
        },
        (response) => {
          readAll(response).then((answer) => {
            const passed = { ...response.headers }
            delete passed['transfer-encoding']
            resolve({
              status: response.statusCode ?? 502,
              headers: passed as Record<string, string>,
              body: answer,
            })
          }, reject)
        },
      )
      upstreamRequest.on('error', reject)
      upstreamRequest.end(body)
    })
  }

  /** An answer that lends storage, with only what ends as it should. */
  #withoutWhatIsNotLent(text: string): string {
    if (this.#lentEnding === '' || !text.includes('SecuredReadyForAggregationQueue')) return text
    const answer = JSON.parse(text) as { Tables: { Rows: [string, string][] }[] }
    for (const table of answer.Tables) {
      table.Rows = table.Rows.filter(
        ([kind, uri]) =>
          !/^(TempStorage|SecuredReady)/.test(kind) || new URL(uri).pathname.endsWith(this.#lentEnding),
      )
    }
    return JSON.stringify(answer)
  }

  /** Puts every storage origin in an answer behind a proxy. */
  async #rewrite(answer: Answer): Promise<Answer> {
    let text = this.#withoutWhatIsNotLent(answer.body.toString('utf8'))
    const origins = new Set(text.match(/http:\/\/127\.0\.0\.1:\d+/g))
    for (const origin of origins) {
      text = text.replaceAll(origin, await this.#listen(origin, 'storage'))
    }
    return { ...answer, body: Buffer.from(text, 'utf8') }
  }
}

/** Whether a server stands in front of the cluster itself. */
function isOfCluster({ service }: { readonly service: Service }): boolean {
  return service === 'cluster'
}

type Service = 'cluster' | 'storage'

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

function withStaleSas(answer: Answer): Answer {
  return {
    ...answer,
    body: Buffer.from(answer.body.toString('utf8').replace(/sig=[^"&]+/g, 'sig=c3RhbGU%3D')),
  }
}

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Buffer
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
