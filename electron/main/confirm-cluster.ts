import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron'
import { parseClusterUri } from '../domain/cluster-uri'
import type { ConfirmedPlaces } from '../services/confirmed-places'
import { canceled } from '../services/deadline'

/** Asks before anything is sent to a cluster that the user never agreed to. */
export type ConfirmCluster = (clusterUri: string, signal: AbortSignal) => Promise<void>

const buttons = ['Connect', 'Cancel'] as const

/**
 * Asks in a dialog of the system, which the page can neither draw nor answer, and remembers a yes. The returned function
 * throws StudioError `Canceled` for a no, and `ClusterUriInvalid`.
 */
export function confirmingClusters(
  confirmed: ConfirmedPlaces,
  window: () => BrowserWindow | undefined,
): ConfirmCluster {
  return async (text, signal) => {
    const { clusterUri, dataIngestionUri } = parseClusterUri(text)
    if (await confirmed.has(clusterUri)) return
    const answer = await show(window(), {
      type: 'question',
      title: 'Kusto Ingestion Studio',
      message: `Connect to ${new URL(clusterUri).host}?`,
      detail: [
        'The studio has not been connected to this cluster before. What you ingest there leaves this machine.',
        `Cluster URI: ${clusterUri}`,
        `Data ingestion URI: ${dataIngestionUri}`,
      ].join('\n\n'),
      buttons: [...buttons],
      defaultId: buttons.indexOf('Connect'),
      cancelId: buttons.indexOf('Cancel'),
      noLink: true,
      signal,
    })
    if (buttons[answer] !== 'Connect' || signal.aborted) throw canceled('Connecting to the cluster')
    await confirmed.add(clusterUri)
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
