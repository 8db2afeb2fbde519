import { z } from 'zod'
import { prepareElectron } from '../../electron/bootstrap/electron-launch.mjs'

const launchSchema = z.object({ executable: z.string(), args: z.array(z.string()) })

/** How to start Electron on this machine. */
export interface ElectronHost {
  readonly executable: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

let prepared: Promise<ElectronHost> | undefined

/** The Electron that `npm test` found; if a test file runs on its own, finds one now. */
export function electronHost(): Promise<ElectronHost> {
  prepared ??= prepare()
  return prepared
}

async function prepare(): Promise<ElectronHost> {
  const given = process.env['KUSTO_STUDIO_LAUNCH']
  if (given !== undefined) return { ...launchSchema.parse(JSON.parse(given)), env: definedOf(process.env) }
  const host = await prepareElectron({ display: 'virtual' })
  return { executable: host.runtime.executable, args: host.args, env: definedOf(host.env) }
}

/** The environment for Electron, without what the test runner adds to it. */
function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(VITEST|NODE_OPTIONS|NODE_ENV|TZ$)/.test(entry[0]),
  )
  return Object.fromEntries(kept)
}
