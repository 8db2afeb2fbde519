import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Where host names of the cloud lead, and the certificate that they are trusted by. */
export interface CloudRoutes {
  /** Ports on this machine by host name; `*.` at the beginning stands for any names. */
  readonly ports: Readonly<Record<string, number>>
  /** PEM. */
  readonly ca: string
}

/** What a process has to `--require` to be routed by its `CLOUD_HOSTS`. */
export const cloudHostsFile = fileURLToPath(new URL('./cloud-hosts.cjs', import.meta.url))

/** Routes this process's TLS connections to the cloud's names; returns what ends it. */
export const { route: routeToCloud } = createRequire(import.meta.url)(cloudHostsFile) as {
  readonly route: (routes: CloudRoutes) => () => void
}
