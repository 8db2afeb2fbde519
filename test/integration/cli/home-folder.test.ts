import { chmodSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chooseHome } from '../../../electron/services/chosen-home'
import { Journal } from '../../../electron/services/jobs/journal/journal'
import { CommandLineUnderTest } from './command-line-under-test'

let studio: CommandLineUnderTest
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
})
afterAll(async () => {
  await studio.close()
})

/** What a command says with a home folder that `fill` has made, as one line. */
async function complaint(name: string, fill: (home: string) => void, command = 'status'): Promise<string> {
  const home = join(studio.folder, name)
  fill(home)
  const run = await studio.run([command], { home })
  expect(run).toMatchObject({ exitCode: 1, stdout: '' })
  const lines = run.stderr.trimEnd().split('\n')
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

test('a home folder or a journal that cannot be used ends a command with one line: what it is, what to do', async () => {
  const journalIn = (home: string): string => join(home, 'journal.sqlite')
  const asFile = await complaint('file', (home) => writeFileSync(home, ''))
  expect(asFile).toMatch(/home folder “.*file” is a file\. .*KUSTO_STUDIO_HOME\.$/)
  const damaged = await complaint('damaged', (home) => {
    mkdirSync(home)
    writeFileSync(journalIn(home), Buffer.alloc(5000, 7))
  })
  expect(damaged).toMatch(
    /^The journal of ingestions is damaged, .* Move “.*journal\.sqlite” to another place/,
  )
  const folder = await complaint('folder', (home) => mkdirSync(journalIn(home), { recursive: true }))
  expect(folder).toMatch(
    /^There is a folder where the journal of ingestions should be\..* Move “.*journal\.sqlite” to another place/,
  )
  const newer = await complaint('newer', (home) => {
    const journal = new Journal(home, () => undefined)
    journal.database.pragma('user_version = 99')
    journal.close()
  })
  expect(newer).toMatch(/version 99; .* Update the studio/)
  const held = new Journal(join(studio.folder, 'held'), () => undefined)
  try {
    const words = await complaint('held', () => undefined, 'resume')
    expect(words).toContain(`using this home folder (process ${process.pid}). Wait until it has ended, or`)
  } finally {
    held.close()
  }
})

test.skipIf(process.platform === 'win32')(
  'the home folder chosen in the window is the command line’s too',
  async () => {
    const env = { HOME: studio.folder, KUSTO_STUDIO_HOME: '' }
    const chosen = join(studio.folder, 'chosen')
    mkdirSync(chosen)
    await chooseHome(chosen, studio.folder)
    expect(await studio.run(['diagnostics'], { env })).toMatchObject({ exitCode: 0 })
    new Journal(chosen, () => undefined).close()
    expect(await studio.run(['status'], { env })).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(studio.folder, '.kusto-ingestion-studio'))).toBe(false)
    // An empty folder where a disk is missing would look like a journal without any ingestion.
    rmSync(chosen, { recursive: true })
    const run = await studio.run(['status'], { env })
    expect(run).toMatchObject({ exitCode: 1 })
    expect(run.stderr).toMatch(
      /chosen” is not there\. It was chosen in the window\. Connect its disk, .* delete “/,
    )
    expect(existsSync(chosen)).toBe(false)
  },
)

test('diagnostics are written whatever is wrong with the journal, and say nothing of where the home folder is', async () => {
  const home = join(studio.folder, 'damaged')
  const run = await studio.run(['diagnostics'], { home })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.stdout).toMatch(/^Kusto Ingestion Studio, diagnostics\n\nVersions:\n {2}studio \d/)
  expect(run.stdout).toContain('journal.sqlite: 5000 bytes')
  expect(run.stdout).not.toContain(studio.folder)
})

test.skipIf(process.platform === 'win32')('the home folder of a command is closed to others', async () => {
  const home = join(studio.folder, 'open')
  mkdirSync(home)
  chmodSync(home, 0o755)
  expect(await studio.run(['status'], { home })).toMatchObject({ exitCode: 0 })
  const modes = ['', 'journal.sqlite'].map((name) => (statSync(join(home, name)).mode & 0o777).toString(8))
  expect(modes).toEqual(['700', '600'])
})
