import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isLoopbackHost } from '../domain/loopback-host'

/** Where the environment says which token a cluster on this machine asks for. */
export const localTokenVariable = 'KUSTO_LOCAL_CLUSTER_TOKEN'

/** What the studio keeps beside its local cluster, in the home folder. */
interface LocalClusterFiles {
  /** The port of its last run: jobs name their cluster by its URI, so it should not change. */
  readonly port: string
  /** The bearer token that it asks for while it runs, as text, so that a script can read it. */
  readonly token: string
}

const portSchema = z.object({ port: z.number().int().min(1024).max(65_535) })

/** Where they are. */
export function localClusterFiles(homeFolder: string): LocalClusterFiles {
  return {
    port: join(homeFolder, 'local-cluster-port.json'),
    token: join(homeFolder, 'local-cluster-token'),
  }
}

/** The port written last; 0 (any) if there is none. */
export function readPort(path: string): number {
  try {
    return portSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).port
  } catch {
    // A first start, or a damaged file: any port will do.
    return 0
  }
}

/** Remembers a port for the next start. */
export function writePort(path: string, port: number): void {
  writeFileSync(path, JSON.stringify({ port }), { mode: 0o600 })
}

/** Writes the token for the programs of this user; removed when the cluster stops. */
export function writeToken(path: string, token: string): void {
  // The mode counts only for a new file.
  rmSync(path, { force: true })
  writeFileSync(path, token, { mode: 0o600, flag: 'wx' })
}

/** Removes one of the files. */
export function forget(path: string): void {
  rmSync(path, { force: true })
}

/**
 * The token for a cluster on this machine: of the studio's own, if it runs at this address, or else the one that the
 * environment names. Undefined if there is none, and for every other address.
 */
export function tokenOfLocalCluster(
  homeFolder: string,
  clusterUri: string,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  if (!isLoopbackHost(new URL(clusterUri).hostname)) return undefined
  return ownToken(homeFolder, clusterUri) ?? environment[localTokenVariable]
}

/** Where a program of this user finds the token of the studio's own cluster; undefined for any other cluster. */
export function tokenFileOf(homeFolder: string, clusterUri: string): string | undefined {
  return ownToken(homeFolder, clusterUri) === undefined ? undefined : localClusterFiles(homeFolder).token
}

/** The token of the studio's own cluster, if it runs at this address. */
function ownToken(homeFolder: string, clusterUri: string): string | undefined {
  const { hostname, port } = new URL(clusterUri)
  const files = localClusterFiles(homeFolder)
  const isOwn = isLoopbackHost(hostname) && Number(port) === readPort(files.port)
  return isOwn ? readToken(files.token) : undefined
}

function readToken(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined
  } catch {
    // The studio is not running.
    return undefined
  }
}
