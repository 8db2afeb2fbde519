import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually'
import { CommandLineUnderTest, csv, lastLine, type CommandLineRun } from './command-line-under-test'

let studio: CommandLineUnderTest
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
})
afterAll(async () => {
  await studio.close()
})

const jobId = (run: CommandLineRun): string =>
  String((lastLine(run)['jobs'] as { readonly jobId: string }[])[0]?.jobId)

test('status shows what the journal of this home knows; undo takes exactly that back', async () => {
  const home = join(studio.folder, 'home of undo')
  await studio.createTable('Undone')
  await studio.client.rows('.set-or-append Undone <| print a = 1000, b = "not ours"')
  const path = studio.file('undo/rows.csv', csv(20))
  const run = await studio.run(['ingest', ...studio.target('Undone'), '--json', path], { home })
  expect(run.exitCode).toBe(0)
  expect(existsSync(join(home, 'journal.sqlite'))).toBe(true)

  const status = await studio.run(['status', '--json'], { home })
  expect(lastLine(status)).toMatchObject({ jobId: jobId(run), status: 'succeeded', landed: 20 })
  const elsewhere = await studio.run(['status'], { home: join(studio.folder, 'another home') })
  expect(elsewhere).toMatchObject({ exitCode: 0, stdout: '' })

  const preview = await studio.run(['undo', jobId(run)], { home })
  expect(preview).toMatchObject({ exitCode: 0 })
  expect(preview.stdout).toContain('20 rows')
  expect(await studio.client.count('Undone')).toBe(21)
  const undone = await studio.run(['undo', jobId(run), '--yes', '--json'], { home })
  expect(undone.exitCode).toBe(0)
  expect(lastLine(undone)).toMatchObject({ dropped: true, rows: 20, status: 'undone' })
  expect(await studio.client.rows('Undone')).toMatchObject([{ b: 'not ours' }])
})

test('Ctrl+C stops cleanly and says how to go on; another process waits its turn, and may read; resume ends it', async () => {
  const home = join(studio.folder, 'home of resume')
  // Two items to a batch, and only one is posted: the batch stays open for its 10 s.
  await studio.createTable('Stopped', 'a: long, b: string', 2)
  const path = studio.file('stop/rows.csv', csv(50))
  const run = studio.launch(['ingest', ...studio.target('Stopped'), '--json', path], { home })
  await studio.wrote(run, 'stderr', /1 queued/)

  const second = await studio.run(['resume'], { home })
  expect(second).toMatchObject({ exitCode: 1, stdout: '' })
  expect(second.stderr).toContain(`using this home folder (process ${String(run.process.pid)})`)
  const looked = await studio.run(['history', '--json'], { home })
  expect(looked).toMatchObject({ exitCode: 0 })
  expect(lastLine(looked)).toMatchObject({ table: 'Stopped', outcome: 'open' })

  run.process.kill('SIGINT')
  const stopped = await run.ended
  expect(stopped.exitCode).toBe(130)
  expect(lastLine(stopped)).toMatchObject({ state: 'running', complete: false })
  expect(stopped.stderr).toContain(`kusto-studio resume ${jobId(stopped)}`)

  const resumed = await studio.run(['resume', '--json'], { home })
  expect(resumed).toMatchObject({ exitCode: 0 })
  expect(lastLine(resumed)).toMatchObject({ command: 'resume', state: 'succeeded', expected: 50, landed: 50 })
  expect(await studio.client.count('Stopped')).toBe(50)
  const again = await studio.run(['resume'], { home })
  expect(again).toMatchObject({ exitCode: 0, stdout: 'Nothing was open.\n' })
})

test('watch writes the counts of a table until it is stopped', async () => {
  await studio.createTable('Watched')
  const run = studio.launch(['watch', ...studio.target('Watched'), '--json'])
  await studio.wrote(run, 'stdout', /"rows":0/)
  await studio.client.rows('.set-or-append Watched <| print a = 1, b = "one"')
  await studio.wrote(run, 'stdout', /"rows":1/)
  run.process.kill('SIGINT')
  const ended = await run.ended
  expect(ended.exitCode).toBe(0)
  for (const line of ended.stdout.trimEnd().split('\n')) {
    expect(JSON.parse(line)).toMatchObject({
      at: expect.any(Number) as number,
      rows: expect.any(Number) as number,
    })
  }
})

test.skipIf(process.platform !== 'linux')(
  'a journal that cannot be written when the command ends: one line, no success, exit 1',
  async () => {
    const home = join(studio.folder, 'home without room')
    await studio.createTable('NoRoom', 'a: long, b: string', 2)
    const path = studio.file('no-room/rows.csv', csv(20))
    const run = studio.launch(['ingest', ...studio.target('NoRoom'), '--json', path], { home })
    await studio.wrote(run, 'stderr', /1 queued/)
    // From now on no file of that process may grow, as on a full disk.
    execFileSync('prlimit', ['--pid', String(run.process.pid), '--fsize=4096:4096'])
    const ended = await run.ended
    expect(ended).toMatchObject({ exitCode: 1, signal: null })
    expect(ended.stdout).not.toContain('succeeded')
    expect(lastLine(ended)).toMatchObject({
      command: 'ingest',
      state: 'failed',
      error: { code: 'JournalFailed' },
    })
    const lines = ended.stderr.trimEnd().split('\n')
    expect(lines.at(-1)).toMatch(/^The journal cannot be written\. Check the disk/)
    expect(ended.stderr).not.toMatch(/ at .*\.[cm]?js:\d+/)
    expect(await studio.client.count('NoRoom')).toBe(20)
  },
)

test('history finds an ingestion by a part of its file, by error and by outcome; as words, JSON and CSV', async () => {
  const home = join(studio.folder, 'home of history')
  await studio.createTable('Remembered')
  const good = studio.file('history/north plant.csv', csv(20))
  const bad = studio.file('history/south.csv', '1,"never closed\n')
  for (const path of [good, bad])
    await studio.run(['ingest', ...studio.target('Remembered'), '--json', '--unchecked', path], { home })

  const byFile = await studio.run(['history', 'plant', 'REMEMBERED', '--json'], { home })
  expect(lastLine(byFile)).toMatchObject({ outcome: 'landed', first: { name: 'north plant.csv' } })
  expect(byFile.stdout.trimEnd().split('\n')).toHaveLength(1)
  const failed = await studio.run(['history', '--outcome', 'failed', '--since', '2020-01-01'], { home })
  expect(failed).toMatchObject({ exitCode: 0 })
  expect(failed.stdout).toMatch(/south\.csv into .*\/Remembered {2}Failed .*quote/)
  expect(failed.stdout).not.toContain('plant')
  const table = await studio.run(['history', '--csv'], { home })
  expect(table.stdout.split('\r\n').map((line) => line.split(',')[6])).toEqual([
    'Sources',
    'south.csv',
    'north plant.csv',
    undefined,
  ])
  const newest = await studio.run(['history', '--csv', '--limit', '1'], { home })
  expect(newest.stdout.split('\r\n').map((line) => line.split(',')[6])).toEqual([
    'Sources',
    'south.csv',
    undefined,
  ])
  const none = await studio.run(['history', 'nothing like this'], { home })
  expect(none).toMatchObject({ exitCode: 0, stdout: '', stderr: expect.stringContaining('No job') as string })
  const wrong = await studio.run(['history', '--outcome', 'fine'], { home })
  expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('landed, failed') as string })
})

test('what a killed run was converting is gone after the next, which ends its work', async () => {
  const home = join(studio.folder, 'home of killed')
  await studio.createTable('Killed')
  const path = studio.file('killed.csv', Buffer.from(csv(400_000).replaceAll('text', 'M\xfcller'), 'latin1'))
  const args = ['ingest', ...studio.target('Killed'), '--convert', 'text', '--json', path]
  const killed = studio.launch(args, { home })
  const converted = (): string[] => {
    const folder = join(home, 'converted')
    return existsSync(folder) ? readdirSync(folder) : []
  }
  await eventually(converted, (names) => names.length > 0)
  killed.process.kill('SIGKILL')
  await killed.ended
  expect(converted()).toHaveLength(1)
  const resumed = await studio.run(['resume', '--json'], { home })
  expect(resumed.exitCode).toBe(0)
  expect(lastLine(resumed)).toMatchObject({ complete: true, landed: 400_000 })
  expect(converted()).toEqual([])
})
