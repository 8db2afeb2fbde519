/** How long the system may take to find its proxy (it may have to fetch a script first), in milliseconds. */
const patienceMs = 3000

/**
 * Takes over the proxy of the system's settings where the environment names none: the SDKs' HTTP clients read only the
 * environment. Changes `environment`.
 *
 * @param resolve Asks the system which proxy serves a URL; answers as a proxy script does: `PROXY host:port; DIRECT`.
 */
export async function takeSystemProxy(
  environment: NodeJS.ProcessEnv,
  resolve: (url: string) => Promise<string>,
): Promise<void> {
  const names = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']
  if (names.some((name) => Boolean(environment[name]))) return
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<string>((end) => (timer = setTimeout(() => end('DIRECT'), patienceMs)))
  // Without an answer, the studio goes without a proxy, as it would have.
  const answer = await Promise.race([resolve('https://help.kusto.windows.net/'), tooLate]).catch(() => '')
  clearTimeout(timer)
  const [first = ''] = answer.split(';')
  const [, kind, place] = /^\s*(PROXY|HTTPS)\s+(\S+)\s*$/i.exec(first) ?? []
  if (kind === undefined || place === undefined) return
  environment['HTTPS_PROXY'] = `${kind.toUpperCase() === 'PROXY' ? 'http' : 'https'}://${place}`
}
