const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy']
const loopback = ['127.0.0.1', 'localhost', '::1']

/**
 * Keeps requests to this machine away from a proxy. If the environment names one, the SDKs' HTTP clients would send
 * even a local cluster's rows through it. Changes `environment`, which they read.
 */
export function exemptLoopbackFromProxies(environment: NodeJS.ProcessEnv): void {
  const hasProxy = proxyVariables.some(
    (name) => Boolean(environment[name]) || Boolean(environment[name.toUpperCase()]),
  )
  if (!hasProxy) return
  const listed = (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '')
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '')
  const hosts = [...new Set([...listed, ...loopback])].join(',')
  environment['no_proxy'] = hosts
  environment['NO_PROXY'] = hosts
}
