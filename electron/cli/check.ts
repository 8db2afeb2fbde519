import { administratorText, checkWord, hostNames } from '../domain/connection-check-words'
import { readClusterPlace } from '../domain/cluster-uri'
import { checkedHosts } from '../domain/checked-host'
import type { HostCheck } from '../domain/schema/connection-check'
import type { StudioServices } from '../services/studio-services'
import type { CheckArguments } from './studio-arguments'
import type { Outcome } from './report-run'
import type { Terminal } from './terminal'

/**
 * Checks each host that ingestion into a cluster needs, and says what to ask for where one is blocked. Ends with 1 if
 * one is.
 *
 * @throws StudioError `ClusterUriInvalid`, `Canceled`.
 */
export async function check(
  args: CheckArguments,
  studio: StudioServices,
  context: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { terminal, signal } = context
  const { clusterUri, dataIngestionUri } = readClusterPlace(args.cluster).address
  const checks: HostCheck[] = []
  for (const host of checkedHosts) {
    if (!args.json) terminal.progress(`${hostNames[host]}: checking`)
    const found = await studio.connectionCheck.check({ clusterUri, host }, signal)
    checks.push(found)
    if (!args.json) terminal.result(lineOf(found))
  }
  terminal.endProgress()
  const isBlocked = checks.some(({ state }) => state === 'blocked')
  if (args.json) {
    const state = isBlocked ? 'blocked' : 'works'
    terminal.result(JSON.stringify({ command: 'check', state, clusterUri, dataIngestionUri, hosts: checks }))
  } else if (isBlocked) {
    terminal.note('\nFor your administrator:\n')
    terminal.note(administratorText({ clusterUri, account: null, at: Date.now(), checks }))
  }
  return () => (isBlocked ? 1 : 0)
}

function lineOf(found: HostCheck): string {
  const { address, milliseconds, message, nextStep, proxy } = found
  const where = address === null ? '' : `  ${address}${proxy === null ? '' : ` through ${proxy}`}`
  const took = milliseconds === null ? '' : `  ${milliseconds} ms`
  const more =
    found.state === 'ok' && found.obstacle === null ? '' : `\n    ${message} ${nextStep ?? ''}`.trimEnd()
  return `${hostNames[found.host]}: ${checkWord(found)}${where}${took}${more}`
}
