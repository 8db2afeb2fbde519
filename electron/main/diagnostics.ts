import { app, clipboard } from 'electron'
import { writeDiagnostics } from '../services/diagnostics/write-diagnostics'
import type { Studio } from '../services/studio-services'
import type { LocalClusterSupervisor } from './local-cluster-supervisor'

/** What can be shown to others about the studio as it is now. */
export interface Diagnostics {
  write(): Promise<string>
  /** Puts them on the clipboard, for when there is no page to do that. */
  copy(): Promise<void>
}

/** Gathers the state of the running studio. */
export function createDiagnostics(options: {
  readonly studio: Studio
  readonly cluster: LocalClusterSupervisor
  readonly home: string
  lastErrors(): readonly string[]
}): Diagnostics {
  const { studio, cluster, home } = options
  const write = async (): Promise<string> => {
    const local = cluster.info()
    return await writeDiagnostics({
      version: app.getVersion(),
      homeFolder: home,
      appFolder: app.getAppPath(),
      settings: studio.settings.read(),
      state: [
        `${app.isPackaged ? 'packaged' : 'from source'}, language ${app.getLocale()}`,
        `local cluster ${local.state}${local.error === null ? '' : `: ${local.error.message} ${local.error.details ?? ''}`}`,
        ...(await ingestions(studio)),
      ],
      lastErrors: options.lastErrors(),
    })
  }
  return { write, copy: async () => clipboard.writeText(await write()) }
}

/** How many ingestions there are by outcome, and why the last ones failed. */
async function ingestions(studio: Studio): Promise<string[]> {
  try {
    const page = { text: '', since: null, offset: 0 }
    const { counts } = await studio.history.list({ ...page, outcome: null, limit: 1 })
    const { entries } = await studio.history.list({ ...page, outcome: 'failed', limit: 10 })
    const numbers = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`)
    return [
      `ingestions: ${numbers.join(', ') || 'none'}`,
      ...entries.flatMap(({ createdAt, reason }) =>
        reason === null ? [] : [`failed ${new Date(createdAt).toISOString()}: ${reason}`],
      ),
    ]
  } catch (error) {
    // The journal itself may be what is broken.
    return [`ingestions: not readable (${error instanceof Error ? error.message : String(error)})`]
  }
}
