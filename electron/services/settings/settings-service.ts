import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Mutex } from '../../domain/concurrency/mutex'
import { defaultSettings } from '../../domain/default-settings'
import { settingsSchema, type Settings } from '../../domain/schema/settings'
import { StudioError } from '../../domain/studio-error'
import { writeFileAtomic } from '../atomic-file'
import { createEmitter } from '../emitter'
import type { WriteLog } from '../logger'
import type { SettingsService } from '../studio-services'

/** Increase it when the meaning of a setting changes; a file of a later version is not read. */
const version = 1

const fileSchema = z.object({ version: z.literal(version), settings: settingsSchema.partial() })

/**
 * Reads the settings and keeps them, in memory and in `settings.json`. An unreadable file is renamed, and the defaults
 * apply.
 */
export async function openSettings(homeFolder: string, log: WriteLog): Promise<SettingsService> {
  const path = join(homeFolder, 'settings.json')
  let settings: Settings = { ...defaultSettings, ...(await readSettings(path, log)) }
  /** One write at a time, so that the file ends up with the last change. */
  const writing = new Mutex()
  const changes = createEmitter<Settings>((error) => log('settings', 'A listener failed', error))

  return {
    read: () => settings,
    onChange: changes.subscribe,
    async write(change) {
      const parsed = settingsSchema.safeParse({ ...settings, ...change })
      if (!parsed.success) {
        const field = parsed.error.issues[0]?.path.join('.') ?? ''
        throw new StudioError('RequestInvalid', `The setting “${field}” has an invalid value.`)
      }
      settings = parsed.data
      changes.emit(settings)
      const text = `${JSON.stringify({ version, settings }, null, 2)}\n`
      await writing.run(() => writeFileAtomic(path, text))
      return settings
    },
  }
}

async function readSettings(path: string, log: WriteLog): Promise<Partial<Settings>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log('settings', 'Not read', error)
    return {}
  }
  try {
    const { settings } = fileSchema.parse(JSON.parse(text))
    return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
  } catch (error) {
    const aside = `${path}.unreadable-${Date.now()}`
    log('settings', `Not readable; put aside as ${aside}`, error)
    await rename(path, aside).catch((failure: unknown) => log('settings', 'Not put aside', failure))
    return {}
  }
}
