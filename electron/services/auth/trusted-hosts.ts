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
