import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron'
import { parseClusterUri } from '../domain/cluster-uri'
import type { ConfirmedPlaces } from '../services/confirmed-places'
import { canceled } from '../services/deadline'

/** What the user agrees to: a yes to a check is none to connecting. */
type ClusterPurpose = 'connect' | 'check'

/** Asks before anything is sent to a cluster that the user never agreed to. */
export type ConfirmCluster = (
  clusterUri: string,
  purpose: ClusterPurpose,
  signal: AbortSignal,
) => Promise<void>

const words: Readonly<
  Record<
    ClusterPurpose,
    {
      readonly question: (host: string) => string
      readonly detail: string
      readonly yes: string
      readonly task: string
    }
  >
> = {
  connect: {
    question: (host) => `Connect to ${host}?`,
    detail:
      'The studio has not been connected to this cluster before. What you ingest there leaves this machine.',
    yes: 'Connect',
    task: 'Connecting to the cluster',
  },
  check: {
    question: (host) => `Check the connection to ${host}?`,
    detail:
      'The studio has not been connected to this cluster before. A check asks its hosts whether they answer; it opens nothing and ingests nothing.',
    yes: 'Check',
    task: 'The check of the connection',
  },
}

/**
 * Asks in a dialog of the system, which the page can neither draw nor answer, and remembers a yes. One to connecting counts for checks, too. The returned function
 * throws StudioError `Canceled` for a no, and `ClusterUriInvalid`.
 */
export function confirmingClusters(
  confirmed: ConfirmedPlaces,
  window: () => BrowserWindow | undefined,
  onAsking: (isAsking: boolean) => void,
): ConfirmCluster {
  return async (text, purpose, signal) => {
    const { clusterUri, dataIngestionUri } = parseClusterUri(text)
    if (await confirmed.has(clusterUri)) return
    const place = purpose === 'connect' ? clusterUri : `check ${clusterUri}`
    if (purpose !== 'connect' && (await confirmed.has(place))) return
    const { question, detail, yes, task } = words[purpose]
    onAsking(true)
    const answer = await show(window(), {
      type: 'question',
      title: 'Kusto Ingestion Studio',
      message: question(new URL(clusterUri).host),
      detail: [detail, `Cluster URI: ${clusterUri}`, `Data ingestion URI: ${dataIngestionUri}`].join('\n\n'),
      buttons: [yes, 'Cancel'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
      signal,
    }).finally(() => onAsking(false))
    if (answer !== 0 || signal.aborted) throw canceled(task)
    await confirmed.add(place)
  }
}

/**
 * Asks whether to sign in as an application that the studio does not know, once.
 *
 * @returns False for a no.
 */
export async function confirmApplication(
  confirmed: ConfirmedPlaces,
  clientId: string,
  cluster: string,
): Promise<boolean> {
  const place = `application ${clientId}`
  if (await confirmed.has(place)) return true
  const answer = await show(undefined, {
    type: 'warning',
    title: 'Kusto Ingestion Studio',
    message: 'Sign in as an application that the studio does not know?',
    detail: `${cluster} asks for a sign-in as the application ${clientId}, which is not the one of Kusto’s own clients. Go on only if the owner of the cluster confirms this id.`,
    buttons: ['Sign in as it', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (answer !== 0) return false
  await confirmed.add(place)
  return true
}

async function show(window: BrowserWindow | undefined, options: MessageBoxOptions): Promise<number> {
  const { response } =
    window === undefined ? await dialog.showMessageBox(options) : await dialog.showMessageBox(window, options)
  return response
}
