import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Where bundles go. */
export const outFolder = join(projectRoot, 'out')

/** A per-user folder for downloads that every checkout shares. */
export function userCacheFolder() {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  return join(base, 'kusto-ingestion-studio')
}
