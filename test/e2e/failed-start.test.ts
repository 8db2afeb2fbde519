import { spawn } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  test.each<[string, () => void, RegExp]>([
    ['the home folder is a file', () => writeFileSync(home, ''), /home” is a file[^]*KUSTO_STUDIO_HOME/],
    [
      'the journal is damaged',
      () => makeHome(() => writeFileSync(journal(), 'x'.repeat(9000))),
      /damaged[^]*Move/,
    ],
    ['the journal is a folder', () => makeHome(() => mkdirSync(journal())), /There is a folder[^]*Move/],
    ['the journal is of a newer studio', () => makeHome(writeNewerJournal), /version 99[^]*Update/],
  ])('shows a dialog, and ends when that is closed: %s', async (_why, prepare, words) => {
    prepare()
    started = await StartedWindow.start(home)
    const { message, detail } = await started.dialog()
    expect(message).toBe('The studio could not start.')
    expect(detail).toMatch(words)
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

  test('opens the window when what was in the way is gone and it is tried again', async () => {
    makeHome(() => writeFileSync(journal(), 'x'.repeat(9000)))
    started = await StartedWindow.start(home)
    await started.dialog(1)
    started.answer('Try again')
    await started.dialog(2)
    renameSync(journal(), join(home, 'old.sqlite'))
    started.answer('Try again')
    expect(await started.window()).toBe('Kusto Ingestion Studio')
    expect(statSync(join(home, 'old.sqlite')).size).toBe(9000)
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
