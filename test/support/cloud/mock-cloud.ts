import { request } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import type { SignInRules } from '../../../electron/local-cluster/http/admission'
import { cloudHostsFile, routeToCloud, type CloudRoutes } from './cloud-hosts'
import { MockEntra } from './mock-entra'

/** The address of the cluster in the mock cloud. */
export const cloudClusterUri = 'https://mycluster.westeurope.kusto.windows.net'

/**
 * A cloud on this machine: Entra ID, and a cluster behind the host names of Azure, which takes only the tokens of that
 * Entra. Whatever connects to these names over TLS, in this process or in one started with {@link env}, ends up here.
 */
export class MockCloud {
  readonly #front: Server
  readonly #unroute: () => void
  readonly entra: MockEntra
  readonly cluster: LocalCluster
  /** Where requests to the cluster go: to the cluster itself, or through a proxy that does harm. */
  upstream: string
  /** What the cluster says about its sign-in, in place of the truth. */
  metadata: Readonly<Record<string, unknown>> | undefined

  private constructor(entra: MockEntra, cluster: LocalCluster, front: Server) {
    this.entra = entra
    this.cluster = cluster
    this.upstream = cluster.clusterUri
    this.#front = front
    this.#unroute = routeToCloud(this.#routes)
  }

  static async start(roles?: SignInRules['roles']): Promise<MockCloud> {
    const entra = await MockEntra.start()
    const cluster = await startLocalCluster({
      signIn: { ...entra.rules, ...(roles === undefined ? {} : { roles }) },
    })
    const front = await startFront(entra, () => cloud)
    const cloud = new MockCloud(entra, cluster, front)
    return cloud
  }

  get #routes(): CloudRoutes {
    return {
      ports: {
        'login.microsoftonline.com': this.entra.port,
        '*.kusto.windows.net': (this.#front.address() as AddressInfo).port,
      },
      ca: this.entra.identity.certificate,
    }
  }

  /** What a process needs to be in this cloud, if it requires `cloud-hosts.cjs`. */
  get hosts(): { readonly CLOUD_HOSTS: string } {
    return { CLOUD_HOSTS: JSON.stringify(this.#routes) }
  }

  /** What a process of Node needs to be in this cloud. */
  get env(): { readonly CLOUD_HOSTS: string; readonly NODE_OPTIONS: string } {
    return { ...this.hosts, NODE_OPTIONS: `--require ${cloudHostsFile}` }
  }

  /** Runs a command on the cluster, as its owner would. */
  async run(csl: string): Promise<void> {
    await this.cluster.run(csl)
  }

  async close(): Promise<void> {
    this.#unroute()
    this.#front.closeAllConnections()
    await new Promise((resolve) => this.#front.close(resolve))
    await this.cluster.close()
    await this.entra.close()
  }
}

/** TLS in front of a cluster on loopback; both of its names lead there. */
async function startFront({ identity }: MockEntra, cloud: () => MockCloud): Promise<Server> {
  const front = createServer(
    { key: identity.privateKey, cert: identity.certificate },
    (incoming, outgoing) => {
      const { upstream, metadata } = cloud()
      if (metadata !== undefined && incoming.url === '/v1/rest/auth/metadata') {
        outgoing
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ AzureAD: metadata }))
        return
      }
      const { host, port } = new URL(upstream)
      const forwarded = request(
        {
          host: '127.0.0.1',
          port,
          method: incoming.method,
          path: incoming.url,
          headers: { ...incoming.headers, host },
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(outgoing)
        },
      )
      forwarded.on('error', () => outgoing.destroy())
      incoming.pipe(forwarded)
    },
  )
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  return front
}
