import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../../../electron/domain/default-settings'
import { openSettings } from '../../../../electron/services/settings/settings-service'

let home: string
let logged: string[]
const log = (_scope: string, message: string): void => void logged.push(message)

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'settings-'))
  logged = []
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

describe('settings', () => {
  it('begin with the defaults and are there after a restart', async () => {
    const settings = await openSettings(join(home, 'new'), log)
    expect(settings.read()).toEqual(defaultSettings)
    const lastTable = { clusterUri: 'https://x.kusto.windows.net', database: 'db', table: 'T' }
    await settings.write({ theme: 'dark', lastTable })
    expect((await openSettings(join(home, 'new'), log)).read()).toEqual({
      ...defaultSettings,
      theme: 'dark',
      lastTable,
    })
    expect((await stat(join(home, 'new', 'settings.json'))).mode & 0o077).toBe(0)
    expect(logged).toEqual([])
  })

  it('keep the last of many changes, and leave no temporary file', async () => {
    const settings = await openSettings(home, log)
    await Promise.all(
      Array.from({ length: 20 }, (_value, index) => settings.write({ timeColumns: { T: `C${index}` } })),
    )
    expect((await openSettings(home, log)).read().timeColumns).toEqual({ T: 'C19' })
    expect(await readdir(home)).toEqual(['settings.json'])
  })

  it.each(['', '{', 'null', '{"version":2,"settings":{}}', '{"version":1,"settings":{"theme":"pink"}}'])(
    'put a file aside that is not theirs: %s',
    async (text) => {
      await writeFile(join(home, 'settings.json'), text)
      const settings = await openSettings(home, log)
      expect(settings.read()).toEqual(defaultSettings)
      const [aside] = await readdir(home)
      expect(aside).toMatch(/^settings\.json\.unreadable-\d+$/)
      expect(await readFile(join(home, aside ?? ''), 'utf8')).toBe(text)
      await settings.write({ theme: 'light' })
      expect((await openSettings(home, log)).read().theme).toBe('light')
    },
  )

  it('of an older studio are read, and favorites are remembered', async () => {
    const older = { version: 1, settings: { theme: 'dark', recentClusters: ['https://x.kusto.windows.net'] } }
    await writeFile(join(home, 'settings.json'), JSON.stringify(older))
    const settings = await openSettings(home, log)
    expect(settings.read()).toMatchObject({
      ...older.settings,
      favoriteClusters: [],
      favoriteTables: [],
      queuedVia: defaultSettings.queuedVia,
    })
    const favorites = {
      favoriteClusters: ['https://x.kusto.windows.net'],
      favoriteTables: [{ clusterUri: 'local', database: 'Samples', table: 'Storms' }],
    }
    await settings.write(favorites)
    expect((await openSettings(home, log)).read()).toMatchObject({ ...older.settings, ...favorites })
  })

  it.each([
    { favoriteClusters: ['https://ada:secret@x.kusto.windows.net'] },
    { favoriteClusters: ['https://x.kusto.windows.net/?sig=secret'] },
    { recentClusters: ['http://x.kusto.windows.net'] },
    { favoriteTables: [{ clusterUri: 'nonsense', database: 'D', table: 'T' }] },
    { favoriteTables: [{ clusterUri: 'local', database: '', table: 'T' }] },
  ])('refuse a favorite that is no cluster or table, whoever asks: %j', async (change) => {
    const settings = await openSettings(home, log)
    const refusal = settings.write(change).catch((error: unknown) => String(error))
    expect(await refusal).toMatch(/invalid value/)
    expect(await refusal).not.toMatch(/secret/)
    expect(settings.read()).toEqual(defaultSettings)
  })

  it('refuse an invalid value and stay as they were', async () => {
    const settings = await openSettings(home, log)
    await expect(settings.write({ recentClusters: Array<string>(21).fill('x') })).rejects.toMatchObject({
      code: 'RequestInvalid',
    })
    expect(settings.read()).toEqual(defaultSettings)
  })

  it('say that they could not be written, and apply in memory', async () => {
    await writeFile(join(home, 'file'), '')
    const settings = await openSettings(join(home, 'file'), log)
    await expect(settings.write({ theme: 'dark' })).rejects.toMatchObject({ name: 'StudioError' })
    expect(settings.read().theme).toBe('dark')
  })
})
