import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Journal } from '../../electron/services/jobs/journal/journal'
import { StartedWindow } from '../support/started-window'
import { temporaryHome } from '../support/open-studio'

let folder: ReturnType<typeof temporaryHome>
let home: string
let started: StartedWindow | undefined

beforeEach(() => {
  folder = temporaryHome()
  home = join(folder.path, 'home')
})
afterEach(async () => {
  await started?.close()
  started = undefined
  folder.remove()
})

const journal = (): string => join(home, 'journal.sqlite')

/** A journal as a newer studio leaves it. */
function writeNewerJournal(): void {
  const newer = new Journal(home, () => undefined)
  newer.database.pragma('user_version = 99')
  newer.close()
}

describe('a start that fails', () => {
  test('shows a dialog, and ends when that is closed', async () => {
    makeHome(() => mkdirSync(journal()))
    started = await StartedWindow.start(home)
    const { message, detail } = await started.dialog()
    expect(message).toBe('The studio could not start.')
    expect(detail).toMatch(/There is a folder[^]*Move/)
    started.answer('close')
    expect(await started.ended).toBe(1)
  })

  test('ends when the system asks it to while its dialog is open', async () => {
    writeFileSync(home, '')
    started = await StartedWindow.start(home)
    await started.dialog()
    started.terminate()
    expect(await started.ended).not.toBeNull()
  })

  test('starts in another home folder if it is given one', async () => {
    writeFileSync(home, '')
    started = await StartedWindow.start(home)
    expect((await started.dialog()).detail).toMatch(/home” is a file[^]*KUSTO_STUDIO_HOME/)
    started.answer('Another home folder…')
    const args = await started.relaunch()
    expect(args.at(-1)).toMatch(/^--user-data-dir=.*chosen$/)
    expect(await started.ended).toBe(1)
  })

  test('stays in the home folder that was chosen, until the standard one is', async () => {
    const owner = join(folder.path, 'owner')
    const chosen = join(folder.path, 'chosen')
    mkdirSync(chosen, { recursive: true })
    mkdirSync(owner)
    // What is at the standard place cannot be used.
    const standard = join(owner, '.kusto-ingestion-studio')
    writeFileSync(standard, '')
    started = await StartedWindow.start({ owner }, chosen)
    expect((await started.dialog()).buttons).not.toContain('Standard home folder')
    started.answer('Another home folder…')
    expect((await started.dialog(2)).message).toBe('Home folder from now on')
    expect((await started.relaunch()).join(' ')).not.toContain('--user-data-dir')
    await started.close()
    // The next start asks nothing and is there.
    started = await StartedWindow.start({ owner })
    expect(await started.window()).toBe('Kusto Ingestion Studio')
    expect(existsSync(join(chosen, 'journal.sqlite'))).toBe(true)
    await started.close()
    // It is gone: nothing is started in its place, and there is a way back.
    rmSync(chosen, { recursive: true })
    rmSync(standard)
    started = await StartedWindow.start({ owner })
    expect((await started.dialog()).detail).toContain(chosen)
    expect(existsSync(standard)).toBe(false)
    started.answer('Standard home folder')
    await started.relaunch()
    await started.close()
    started = await StartedWindow.start({ owner })
    expect(await started.window()).toBe('Kusto Ingestion Studio')
    expect(existsSync(join(standard, 'journal.sqlite'))).toBe(true)
  })

  test('asks again where no folder was picked, shows the folder and copies diagnostics', async () => {
    makeHome(() => mkdirSync(journal()))
    started = await StartedWindow.start(home, '')
    await started.dialog()
    started.answer('Another home folder…')
    expect((await started.dialog(2)).message).toBe('Home folder for this start')
    expect((await started.dialog(3)).message).toBe('The studio could not start.')
    started.answer('Show folder')
    expect(await started.shownFolder()).toBe(journal())
    await started.dialog(4)
    started.answer('Copy diagnostics')
    expect(await started.copied()).toMatch(/could not start[^]*There is a folder/)
    await started.dialog(5)
    started.answer('Quit')
    expect(await started.ended).toBe(1)
  })

  test('opens the journal of a newer studio read-only, and leaves it as it is', async () => {
    makeHome(writeNewerJournal)
    const before = readFileSync(journal())
    started = await StartedWindow.start(home)
    expect((await started.dialog()).detail).toMatch(/version 99[^]*Update[^]*changes nothing/)
    started.answer('Open read-only')
    expect(await started.window()).toBe('Kusto Ingestion Studio')
    await started.shows(/Open read-only: nothing is sent or changed\. All 0 ingestions/)
    expect(readFileSync(journal())).toEqual(before)
  })

  test('opens the window when a damaged journal was put aside, and keeps that', async () => {
    makeHome(() => writeFileSync(journal(), 'x'.repeat(9000)))
    started = await StartedWindow.start(home)
    expect((await started.dialog(1)).detail).toMatch(/damaged[^]*Move/)
    started.answer('Try again')
    await started.dialog(2)
    started.answer('Put it aside and start anew')
    expect(await started.window()).toBe('Kusto Ingestion Studio')
    const aside = readdirSync(home).filter((name) => name.startsWith('journal.sqlite.aside-'))
    expect(aside).toHaveLength(1)
    expect(statSync(join(home, aside[0] ?? '')).size).toBe(9000)
  })

  test('names the command line that has the home folder, and opens the window when that has ended', async () => {
    makeHome(() => undefined)
    const holder = await holdHome()
    started = await StartedWindow.start(home)
    const { detail } = await started.dialog()
    expect(detail).toContain(`A command line of the studio is using this home folder (process ${holder.id}).`)
    await holder.end()
    started.answer('Try again')
    expect(await started.window()).toBe('Kusto Ingestion Studio')
    const mode = (name: string): string => (statSync(join(home, name)).mode & 0o777).toString(8)
    expect(['', 'local-cluster', 'journal.sqlite', 'studio.log'].map(mode)).toEqual([
      '700',
      '700',
      '600',
      '600',
    ])
  })
})

function makeHome(fill: () => void): void {
  mkdirSync(home, { mode: 0o755 })
  fill()
}

/** A process that holds the journal, as a command line does. */
async function holdHome(): Promise<{ readonly id: number; end(): Promise<void> }> {
  const script = join(folder.path, 'hold.mts')
  const module = join(process.cwd(), 'electron/services/jobs/journal/journal')
  writeFileSync(
    script,
    `import { Journal } from '${module}'
     globalThis.kept = new Journal('${home}', () => undefined)
     console.log('open')
     setInterval(() => undefined, 1000)`,
  )
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return {
    id: child.pid ?? 0,
    async end() {
      child.kill('SIGTERM')
      await ended
      rmSync(script)
    },
  }
}
