import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CommandLineUnderTest, lastLine, type CommandLineRun } from './command-line-under-test'

let studio: CommandLineUnderTest
let home: string
let jobId: string

beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
  home = join(studio.folder, 'home of compare')
  await studio.createTable('Compared', 'At: datetime, Kind: string, Note: string')
  await ingest('first.csv', '2024-01-01,a,\n2024-03-01,b,\n')
  jobId = await ingest(
    'second.csv',
    // A row that holds what looks like a secret.
    '2025-01-01,c,\n2025-02-01,https://x.blob.core.windows.net/c/f.csv?sv=1&sig=SECRETSECRET,x\n',
  )
})
afterAll(async () => {
  await studio.close()
})

async function ingest(name: string, content: string): Promise<string> {
  const args = ['ingest', ...studio.target('Compared'), '--json', studio.file(name, content)]
  const run = await studio.run(args, { home })
  expect(run).toMatchObject({ exitCode: 0 })
  return String((lastLine(run)['jobs'] as { readonly jobId: string }[])[0]?.jobId)
}

const run = (...args: string[]): Promise<CommandLineRun> => studio.run(args, { home })

test('compare says what a job changed, from the snapshots that its run kept', async () => {
  const told = await run('compare', jobId)
  expect(told.exitCode).toBe(0)
  expect(told.stdout).toContain('Rows      4, from 2 (+2)')
  expect(told.stdout).toContain('Extents   2, from 1 (+1)')
  expect(told.stdout).toContain('At: 11 months later (2024-01-01 – 2025-02-01)')
  expect(told.stdout).toContain('Kind: 2 new values')
  const { before, after } = lastLine(await run('compare', jobId, '--json')) as Record<
    string,
    { moment: string }
  >
  expect([before?.moment, after?.moment]).toEqual(['before', 'after'])
})

test('any two moments are compared; with a table, one more is kept and all are listed', async () => {
  const listed = await run('compare', ...studio.target('Compared'), '--json')
  const heads = listed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(heads.map(({ moment, rows }) => [moment, rows])).toEqual([
    ['byHand', 4],
    ['after', 4],
    ['before', 2],
    ['after', 2],
    ['before', 0],
  ])
  const [newest, oldest] = [heads[0], heads.at(-1)].map((head) => String(head?.['snapshotId']))
  const told = await run('compare', '--from', oldest ?? '', '--to', newest ?? '')
  expect(told.stdout).toContain('Rows      4, from 0 (+4)')
})

test('report writes one page that needs no network and holds no secret', async () => {
  const out = join(studio.folder, 'report.html')
  expect(await run('report', jobId, '--out', out)).toMatchObject({ exitCode: 0 })
  const page = readFileSync(out, 'utf8')
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).toContain('second.csv')
  expect(page).toContain('2 expected')
  expect(page).toContain('11 months later')
  expect(page).toContain('prefers-color-scheme:dark')
  expect(page).toContain('<rect class="added"')
  expect(page).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import/)
  expect(page).not.toContain('SECRETSECRET')
  // Nor is it in the journal, which keeps the frequent values of each column.
  expect(readFileSync(join(home, 'journal.sqlite')).includes('SECRETSECRET')).toBe(false)
  expect(readFileSync(join(home, 'journal.sqlite')).includes('x.blob.core.windows.net')).toBe(true)
})

test('report writes the chart as a picture, and its numbers as CSV', async () => {
  const png = join(studio.folder, 'report.png')
  expect(await run('report', jobId, '--out', png)).toMatchObject({ exitCode: 0, stderr: '' })
  const bytes = readFileSync(png)
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  expect(bytes.readUInt32BE(16)).toBeGreaterThan(1000)
  const out = join(studio.folder, 'report.csv')
  await run('report', jobId, '--out', out)
  const [head, ...lines] = readFileSync(out, 'utf8').trim().split('\r\n')
  expect(head).toBe('from,to,before,this_ingestion,other_writers')
  const sum = (index: number): number =>
    lines.reduce((total, line) => total + Number(line.split(',')[index]), 0)
  expect([sum(2), sum(3), sum(4)]).toEqual([2, 2, 0])
})

test.each([
  [['report', 'x', '--out', 'report.pdf'], '.html, .csv or .png'],
  [['report', '--out', 'report.html'], 'report needs the id of a job'],
  [['compare', '--from', 'x'], 'compare needs both --from and --to'],
  [['compare'], 'compare needs --cluster'],
])('%j is told what it lacks', async (args, words) => {
  const told = await run(...args)
  expect(told.exitCode).toBe(2)
  expect(told.stderr).toContain(words)
})

test('query reads KQL from standard input and writes CSV', async () => {
  const input = 'print Text = "a, b", Number = 1.5, Nothing = int(null)'
  const csv = await studio.run(['query', ...studio.target('Compared').slice(0, 4), '--csv', '-'], {
    home,
    input,
  })
  expect(csv).toMatchObject({ exitCode: 0, stdout: 'Text,Number,Nothing\n"a, b",1.5,\n' })
})

test('query runs a management command that may change something only with --yes', async () => {
  const target = ['query', ...studio.target('Compared').slice(0, 4), '--json']
  const refused = await run(...target, '// a comment\n\n.drop table Compared ifexists')
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('“.drop” is a management command')
  expect(refused.stderr).toContain('Add --yes')
  expect(lastLine(refused)).toMatchObject({ state: 'failed', error: { code: 'ConfirmationNeeded' } })
  expect(await studio.client.count('Compared')).toBe(4)
  const created = await run(...target, '--yes', '.create table FromCommandLine (a: long)')
  expect(lastLine(created)).toMatchObject({ command: 'query', truncated: false })
  expect(await studio.client.count('FromCommandLine')).toBe(0)
})

test('policy shows when a batch is sealed, sets the time, and goes back to what is inherited', async () => {
  const target = ['policy', ...studio.target('Compared')]
  expect((await run(...target, '--seconds', '20')).stdout).toBe(
    'A batch is sealed after 20 s, 1 item or 1,024 MB. This table has a policy of its own.\n',
  )
  expect(await run(...target, '--seconds', '5')).toMatchObject({ exitCode: 1, stdout: '' })
  const inherited = lastLine(await run(...target, '--inherit', '--json'))
  expect(inherited).toMatchObject({ origin: 'default', policy: { maximumBatchingTimeSpanMs: 300_000 } })
})
