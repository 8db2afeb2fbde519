import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { build } from '../../../../electron/bootstrap/build.mjs'
import { outFolder } from '../../../../electron/bootstrap/project-paths.mjs'
import { createCredentialStore } from '../../../../electron/services/auth/credential-store'
import { systemClock } from '../../../../electron/services/clock'
import {
  createClusterRegistry,
  type ClusterRegistry,
} from '../../../../electron/services/kusto/cluster-registry'
import type { KustoConnection } from '../../../../electron/services/kusto/connection'
import { startLanguageThread, type LanguageThread } from '../../../../electron/services/query/language-thread'
import { createQueryService } from '../../../../electron/services/query/query-service'
import { eventually } from '../../../support/eventually'
import { sharedCluster } from '../../../support/shared-cluster'

const { cluster } = await sharedCluster()
const { database } = cluster
// The bundle, as a user's studio has it: its sources take many times as long to load.
await build(['language'])
const languageEntry = join(outFolder, 'language', 'entry.cjs')
/** Every thread that was started. */
const threads: LanguageThread[] = []
const home = mkdtempSync(join(tmpdir(), 'studio-queries-'))
const logged: string[] = []
let registry: ClusterRegistry
let connection: KustoConnection
let queries: ReturnType<typeof createQueryService>

const makeService = (): typeof queries =>
  createQueryService({
    homeFolder: home,
    connection: () => connection,
    startLanguage: () => {
      const thread = startLanguageThread(languageEntry)
      threads.push(thread)
      return thread
    },
    clock: systemClock,
    log: (_scope, message) => logged.push(message),
  })

beforeAll(async () => {
  registry = createClusterRegistry({
    isLocalCluster: () => true,
    credentials: createCredentialStore(undefined),
  })
  connection = await registry.connectionTo(cluster.clusterUri)
  queries = makeService()
  await connection.execute(database, '.create table Storms (State: string, Damage: long, At: datetime)')
  await connection.execute(
    database,
    '.set-or-append Storms <| datatable(State: string, Damage: long, At: datetime) ["TEXAS", 5, datetime(2026-01-01), "OHIO", 7, datetime(2026-01-02)]',
  )
  await connection.execute(
    database,
    '.create function Costly(least: long = 6) { Storms | where Damage >= least }',
  )
})
afterAll(() => {
  queries.end()
  registry.close()
  rmSync(home, { recursive: true, force: true })
})

const run = (query: string, isConfirmed = false): ReturnType<typeof queries.run> =>
  queries.run({ database, query, isConfirmed })

describe('running', () => {
  it('gives exact numbers of every type', async () => {
    const { columns, rows } = await run(
      'print l = 9007199254740993, i = int(5), b = true, d = decimal(1.10), r = 1.5, n = real(nan), s = "x", g = guid(74be27de-1e4e-49d9-b579-fe0b331d3642), t = 1d, j = dynamic({"a":[1]}), e = long(null)',
    )
    const byName = Object.fromEntries(columns.map((column, index) => [column.name, rows[0]?.[index]]))
    expect(byName).toMatchObject({
      l: '9007199254740993',
      i: 5,
      b: true,
      r: 1.5,
      n: 'NaN',
      s: 'x',
      g: '74be27de-1e4e-49d9-b579-fe0b331d3642',
      t: '1.00:00:00',
      e: null,
    })
    expect(Number(byName['d'])).toBe(1.1)
    expect(typeof byName['d']).toBe('string')
    expect(JSON.parse(String(byName['j']))).toEqual({ a: [1] })
  })

  it('hands over 10,000 rows and says that there are more', async () => {
    const many = await run('range x from 1 to 10001 step 1')
    expect(many.rows).toHaveLength(10_000)
    expect(many.truncated).toBe(true)
    expect((await run('range x from 1 to 10000 step 1')).truncated).toBe(false)
  })

  it('says how to draw the result, and how long it took', async () => {
    const { visualization, statistics } = await run(
      'Storms | summarize sum(Damage) by State | render columnchart with (title="Damage", kind=stacked, xcolumn=State)',
    )
    expect(visualization).toMatchObject({
      kind: 'columnchart',
      title: 'Damage',
      xColumn: 'State',
      isStacked: true,
    })
    expect(statistics.tookMs).toBeGreaterThan(0)
    expect(statistics.cpuMs).toBeNull()
    expect((await run('Storms | count')).visualization).toBeNull()
  })

  it('says what is wrong with a query', async () => {
    await expect(run('print 1 | where nope > 1')).rejects.toMatchObject({
      code: 'QueryFailed',
      message: expect.stringContaining('nope') as string,
      retryable: false,
    })
    await expect(run('Nowhere | count')).rejects.toMatchObject({
      code: 'TableNotFound',
      message: expect.stringContaining('Nowhere') as string,
    })
  })

  it('refuses nothing, and two statements at once', async () => {
    await expect(run(' // nothing\n')).rejects.toMatchObject({ code: 'RequestInvalid' })
    await expect(run('Storms | count\n\nStorms | take 1')).rejects.toMatchObject({
      code: 'RequestInvalid',
      message: expect.stringContaining('more than one statement') as string,
    })
  })
})

describe('management commands', () => {
  it.each([
    '.show databases',
    '  .SHOW databases',
    '// all of them\n.show databases',
    '\ufeff.show databases',
    '.show tables | where TableName == "Storms"',
  ])('runs %j without asking', async (query) => {
    expect((await run(query)).rows.length).toBeGreaterThan(0)
  })

  it.each([
    '',
    ' ',
    '\n\n',
    '\n\n// x\n\n\n',
    '// x\n',
    '// x\r',
    '// x\u2028',
    '\ufeff',
    '\u00a0\u200b',
    '#connect y\n',
    '#crp query_take_max_records=1\n',
    '.  ',
    '. // x\n',
  ])('asks before a command, whatever stands before it: %j', async (before) => {
    await connection.execute(database, '.create-merge table Kept (a: long)')
    for (const command of ['.drop table Kept', '.alter table Kept (b: long)', '.set Made <| print a = 1']) {
      const query = before.startsWith('.') ? command.replace('.', before) : `${before}${command}`
      await expect(run(query)).rejects.toMatchObject({
        code: 'ConfirmationNeeded',
        nextStep: expect.stringContaining('.show') as string,
      })
    }
    expect(
      (await run('.show tables | where TableName in ("Kept", "Made") | project TableName')).rows,
    ).toEqual([['Kept']])
    expect((await run('Kept | getschema | project ColumnName')).rows).toEqual([['a']])
  })

  it.each([
    '.show tables;\n.drop table Kept',
    'print 1\n.drop table Kept',
    'print 1;\n.drop table Kept',
    '/* x */ .drop table Kept',
    '.show tables\n.drop table Kept',
  ])('changes nothing by %j', async (query) => {
    await connection.execute(database, '.create-merge table Kept (a: long)')
    await run(query).catch(() => undefined)
    expect((await run('Kept | count')).rows).toEqual([[0]])
  })

  it('runs a confirmed command, and knows the new table at once', async () => {
    await run('.create table Fresh (OnlyHere: long)', true)
    expect((await run('Fresh | count')).rows).toEqual([[0]])
    const script = 'Fresh | where OnlyHere > 1'
    expect((await queries.analyze({ database, script })).marks).toEqual([])
  })
})

describe('reading a script', () => {
  it('finds the statement at the caret, the selected one, or the one above a blank line', async () => {
    const script = 'Storms\n| count\n\n// the costly ones\nCostly(1)\n\n\n.drop table Storms'
    const at = async (from: number, to = from): Promise<unknown> => {
      const found = await queries.statement({ script, from, to })
      return found === null
        ? null
        : { text: script.slice(found.start, found.end), isReading: found.isReading }
    }
    expect(await at(0)).toEqual({ text: 'Storms\n| count', isReading: true })
    expect(await at(script.indexOf('costly'))).toEqual({
      text: '// the costly ones\nCostly(1)',
      isReading: true,
    })
    expect(await at(script.indexOf('\n\n.drop') + 1)).toEqual({
      text: '// the costly ones\nCostly(1)',
      isReading: true,
    })
    expect(await at(script.length)).toEqual({ text: '.drop table Storms', isReading: false })
    expect(await at(0, 6)).toEqual({ text: 'Storms', isReading: true })
    await expect(at(0, script.length)).rejects.toMatchObject({ code: 'RequestInvalid' })
    expect(await queries.statement({ script: '\n// only a note\n', from: 3, to: 3 })).toBeNull()
  })

  it('marks what is wrong with the place, in the second statement too', async () => {
    const script = 'Storms | count\n\nStorms | where Damag > 1'
    const { marks, statements, tokens } = await queries.analyze({ database, script })
    expect(marks).toHaveLength(1)
    expect(marks[0]).toMatchObject({ severity: 'error', message: expect.stringContaining('Damag') as string })
    expect(script.slice(marks[0]?.start, marks[0]?.end)).toBe('Damag')
    expect(statements).toHaveLength(2)
    const kinds = tokens.map(({ start, end, kind }) => [script.slice(start, end), kind])
    expect(kinds).toContainEqual(['Storms', 'table'])
    expect(kinds).toContainEqual(['where', 'keyword'])
    expect(tokens.filter(({ start }) => start > 15).length).toBeGreaterThan(2)
  })

  it('does not mark names of other databases, which it cannot know', async () => {
    const { marks } = await queries.analyze({ database, script: "database('Other').T | where x > 1" })
    expect(marks).toEqual([])
  })

  it('marks only what is wrong in any case if the schema cannot be read', async () => {
    const marks = async (script: string): Promise<number> =>
      (await queries.analyze({ database: 'Nowhere', script })).marks.length
    expect(await marks('Storms | where Anything > 1')).toBe(0)
    expect(await marks('Storms | where (')).toBeGreaterThan(0)
    expect(logged).toContain('The schema of Nowhere was not read')
  })

  it('completes tables, columns and functions of the database', async () => {
    const complete = async (script: string): Promise<string[]> => {
      const { items } = await queries.complete({ database, script, at: script.length })
      return items.map(({ match }) => match)
    }
    expect(await complete('St')).toEqual(expect.arrayContaining(['Storms', 'Costly']))
    expect(await complete('Storms | where Da')).toEqual(expect.arrayContaining(['Damage', 'State', 'At']))
    expect(await complete('print 1\n\nStorms | ')).toEqual(expect.arrayContaining(['where', 'summarize']))
    const script = 'print 1\n\nStorms | where Dam'
    expect(await queries.complete({ database, script, at: script.length })).toMatchObject({
      start: script.length - 3,
      end: script.length,
    })
  })

  it('goes on with a new thread after one that died', async () => {
    expect(await queries.statement({ script: 'print 1', from: 0, to: 0 })).not.toBeNull()
    const before = threads.length
    threads.at(-1)?.end()
    await threads.at(-1)?.gone
    expect(await queries.statement({ script: 'print 1', from: 0, to: 0 })).not.toBeNull()
    expect(threads).toHaveLength(before + 1)
  })
})

describe('the history', () => {
  it('has what was run, newest first and once, and outlives the process', async () => {
    await run('print old = 1')
    await run('print young = 1')
    await run('print old = 1')
    await run('print broken').catch(() => undefined)
    await run('Nowhere | count').catch(() => undefined)
    const past = await makeService().past({ database })
    expect(past.slice(0, 4).map(({ query, rows }) => [query, rows])).toEqual([
      ['Nowhere | count', null],
      ['print broken', null],
      ['print old = 1', 1],
      ['print young = 1', 1],
    ])
    expect(await queries.past({ database: 'Another' })).toEqual([])
  })

  it('writes no query that may hold a secret', async () => {
    const secret = 'print h"do-not-write-this"'
    await run(secret)
    await run('print "https://account.blob.core.windows.net/c/b?sv=1&sig=abcdef"')
    expect((await queries.past({ database })).some(({ query }) => query === secret)).toBe(true)
    const file = readFileSync(join(home, 'queries.json'), 'utf8')
    expect(file).not.toContain('do-not-write-this')
    expect(file).not.toContain('abcdef')
    expect(file).toContain('print young = 1')
  })
})

describe('canceling', () => {
  let server: Server
  let asked: { readonly path: string; readonly body: { readonly csl?: string }; isClosed: boolean }[]
  let silent: KustoConnection

  beforeEach(async () => {
    asked = []
    server = createServer((request, response) => {
      let text = ''
      request.on('data', (data: Buffer) => (text += data.toString()))
      request.on('end', () => {
        const path = request.url ?? ''
        if (path.includes('metadata')) return void response.writeHead(404).end()
        const entry = { path, body: JSON.parse(text) as { csl?: string }, isClosed: false }
        asked.push(entry)
        response.on('close', () => (entry.isClosed = true))
        if (path.includes('mgmt')) response.writeHead(404).end('{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    silent = await registry.connectionTo(`http://127.0.0.1:${port}`)
  })

  it('closes the request and cancels the query on the cluster by its id', async () => {
    const service = queries.on(() => silent)
    const canceling = new AbortController()
    const running = service.run({ database, query: 'print 1', isConfirmed: false }, canceling.signal)
    const find = (pattern: RegExp): (typeof asked)[number] | undefined =>
      asked.find(({ body }) => pattern.test(body.csl ?? ''))
    await eventually(
      () => find(/^print 1$/),
      (entry) => entry !== undefined,
    )
    canceling.abort()
    await expect(running).rejects.toMatchObject({ code: 'Canceled' })
    await eventually(
      () => find(/^print 1$/)?.isClosed,
      (isClosed) => isClosed === true,
    )
    await eventually(
      () => find(/^\.cancel query "KIS\.execute;[0-9a-f-]{36}"$/),
      (entry) => entry !== undefined,
    )
    server.closeAllConnections()
    server.close()
  })
})
