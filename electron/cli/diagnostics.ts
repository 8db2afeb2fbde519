import { join } from 'node:path'
import { writeDiagnostics } from '../services/diagnostics/write-diagnostics'
import { openSettings } from '../services/settings/settings-service'

/** What can be shown to others about a home folder, without opening its journal. */
export async function writeOwnDiagnostics(homeFolder: string, version: string): Promise<string> {
  const settings = await openSettings(homeFolder, () => undefined)
  return await writeDiagnostics({
    version,
    homeFolder,
    // This file is `out/cli/main.cjs`.
    appFolder: join(__dirname, '..', '..'),
    settings: settings.read(),
    state: ['command line'],
    lastErrors: [],
  })
}
