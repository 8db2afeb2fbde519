/**
 * Kusto's host names, by the authority that signs in to them: the public cloud, Fabric, Synapse and the sovereign
 * clouds (documents: Kusto endpoints; the SDK's list, without the services that no one ingests into).
 */
const kustoSuffixesByAuthority: Readonly<Record<string, readonly string[]>> = {
  'login.microsoftonline.com': [
    '.kusto.windows.net',
    '.kustomfa.windows.net',
    '.kusto.azuresynapse.net',
    '.kusto.fabric.microsoft.com',
    '.kusto.data.microsoft.com',
  ],
  'login.microsoftonline.us': ['.kusto.usgovcloudapi.net', '.kustomfa.usgovcloudapi.net'],
  'login.partner.microsoftonline.cn': [
    '.kusto.chinacloudapi.cn',
    '.kustomfa.chinacloudapi.cn',
    '.kusto.azuresynapse.azure.cn',
  ],
  'login.microsoftonline.eaglex.ic.gov': ['.kusto.core.eaglex.ic.gov', '.kustomfa.core.eaglex.ic.gov'],
  'login.microsoftonline.microsoft.scloud': [
    '.kusto.core.microsoft.scloud',
    '.kustomfa.core.microsoft.scloud',
  ],
  'login.sovcloud-identity.fr': ['.kusto.sovcloud-api.fr', '.kustomfa.sovcloud-api.fr'],
  'login.sovcloud-identity.de': ['.kusto.sovcloud-api.de', '.kustomfa.sovcloud-api.de'],
  'login.sovcloud-identity.sg': ['.kusto.sovcloud-api.sg', '.kustomfa.sovcloud-api.sg'],
}

/** Whether a host name belongs to a Kusto cluster in a known cloud. Never true for this machine. */
function isKustoHost(hostname: string): boolean {
  return authorityHostFor(hostname) !== undefined
}

/** The authority that signs in to a cluster's host, or undefined if the host is in no known cloud. */
export function authorityHostFor(hostname: string): string | undefined {
  const host = hostname.toLowerCase()
  const entry = Object.entries(kustoSuffixesByAuthority).find(([, suffixes]) =>
    suffixes.some((suffix) => host.endsWith(suffix) && host.length > suffix.length),
  )
  return entry?.[0]
}

/**
 * Whether the studio may ask for a token with this scope: `https://<a Kusto host>/.default` and nothing else. Clusters
 * name the scope themselves, and an untrusted one could name Microsoft Graph.
 */
export function isKustoScope(scope: string): boolean {
  const match = /^https:\/\/([a-z0-9.-]+)\/{1,2}\.default$/i.exec(scope)
  return match?.[1] !== undefined && isKustoHost(match[1])
}

/**
 * Whether a resource is the cluster itself, or what all clusters of its cloud share: `https://kusto.kusto.windows.net`
 * (documents: Kusto connection strings; the sample of the metadata). A token for anything else would be of use to others.
 *
 * @param resource As the cluster names it, with the host that asks for a second factor already put in.
 */
export function isOwnResource(resource: string, clusterHost: string): boolean {
  const host = /^https:\/\/([a-z0-9.-]+)\/?$/i.exec(resource)?.[1]?.toLowerCase()
  const authority = authorityHostFor(clusterHost)
  if (host === undefined || authority === undefined) return false
  const cluster = clusterHost.toLowerCase().replace(/^ingest-/, '')
  const withSecondFactor = cluster.replace('.kusto.', '.kustomfa.')
  return host === cluster || host === withSecondFactor || sharedResources(authority).includes(host)
}

/** The host names that stand for all clusters of a cloud. */
function sharedResources(authority: string): readonly string[] {
  const suffixes = kustoSuffixesByAuthority[authority] ?? []
  return suffixes.map((suffix) => `kusto${suffix}`)
}

/** The application that Microsoft registered for Kusto's clients (the SDK's default; the documents' sample). */
export const kustoClientId = 'db662dc1-0cfe-4e1c-a843-19a68e65be58'
