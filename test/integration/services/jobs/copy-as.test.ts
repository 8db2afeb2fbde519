import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { translateLightIngest } from '../../../../electron/cli/light-ingest'
import { lightIngestSwitches } from '../../../../electron/cli/light-ingest-switches'
import type { CopyTool } from '../../../../electron/domain/copy-as/copy-as'
import { sasPlaceholder } from '../../../../electron/domain/copy-as/recipe'
import type { StartJobRequest } from '../../../../electron/services/studio-services'
import { eventually } from '../../../support/eventually'
import { pythonWithKusto } from '../../../support/python-with-kusto'
import { startUserStorage } from '../../../support/storage-container'
import { JobsUnderTest } from './jobs-under-test'

const dataDir = mkdtempSync(join(tmpdir(), 'studio-copied-'))
const studio = await JobsUnderTest.start(dataDir)
const storage = await startUserStorage()
afterAll(async () => {
  await studio.close()
  await storage.close()
  rmSync(dataDir, { recursive: true, force: true })
})
await studio.open()
// LightIngest has to list what it takes, so the SAS is one of a whole container.
const container = await storage.makeContainer('landing')
const run = promisify(execFile)
const python = await pythonWithKusto()
// Builds the command line that reads LightIngest's switches.
await run(process.execPath, ['electron/bootstrap/studio.mjs', '--version'])

type Row = Record<string, unknown>

/** What is sent, once by the studio and once by the text that it copied. */
interface Example {
  readonly table: string
  readonly columns: string
  readonly request: (table: string) => Promise<Omit<StartJobRequest, 'database' | 'table' | 'tagged'>>
}

/** Of the blob; made anew for each run. */
let sas = ''
const content = '"a","b"\n1,"O\'Hara, ""x""\nsecond line"\n2,C:\\path $HOME `ls` <é>\n'

const examples: readonly Example[] = [
  {
    table: 'CopyFile',
    columns: 'a: long, b: string',
    request: async () => ({
      tag: ['mine "quoted"', "drop-by:o'hara"],
      sources: [
        {
          kind: 'file',
          handle: studio.file("odd 'name' $1.csv", content),
          format: 'csv',
          ignoreFirstRecord: true,
        },
      ],
    }),
  },
  {
    table: 'CopyPaste',
    columns: 'a: long, b: string',
    request: async () => ({
      sources: [{ kind: 'paste', text: '1\tone \'x\'\n2\ttwo "y" $z\n', format: 'tsv', name: 'Pasted rows' }],
    }),
  },
  {
    table: 'CopyMapped',
    columns: 'a: long, b: string',
    request: async () => ({
      mappingText:
        '[{"Column":"b","Properties":{"Path":"$.text"}},{"Column":"a","Properties":{"Path":"$.n"}}]',
      creationTimePattern: "'day-'yyyyMMdd'.json'",
      sources: [
        {
          kind: 'file',
          handle: studio.file('day-20200102.json', '{"n":1,"text":"it\'s"}\n{"n":2,"text":"\\"two\\""}\n'),
          format: 'json',
        },
      ],
    }),
  },
  {
    table: 'CopyBlob',
    columns: 'a: long, b: string',
    request: async () => {
      await container.upload('2026/x y.csv', 'a,b\n1,x\n2,y\n')
      sas = container.sas()
      const uri = `${container.uri}/2026/x%20y.csv?${sas}`
      return {
        tag: 'mine',
        sources: [{ kind: 'blob', uri, format: 'csv', rawDataSizeBytes: 12, ignoreFirstRecord: true }],
      }
    },
  },
]

const rowsOf = (table: string): Promise<Row[]> => studio.client.rows(`${table} | order by a asc`)
const tagsOf = async (table: string): Promise<string[]> => {
  const rows = await studio.client.rows(`.show table ${table} extents | project Tags`)
  const tags = rows.flatMap(({ Tags }) =>
    String(Tags)
      .split(/\r?\n/)
      .filter((tag) => tag !== ''),
  )
  return [...new Set(tags)].filter((tag) => !tag.startsWith('drop-by:studio')).sort()
}
const createdOf = async (table: string): Promise<unknown[]> => {
  const rows = await studio.client.rows(`.show table ${table} extents | project startofday(MinCreatedOn)`)
  return rows.map((row) => Object.values(row)[0])
}

/** What the studio itself makes of an example, in a table of its own; the text is about a table beside it. */
async function sentAndCopied(
  example: Example,
  tool: CopyTool,
): Promise<{
  readonly text: string
  readonly table: string
  readonly expected: Row[]
  readonly tags: string[]
}> {
  const name = `${example.table}_${tool}`
  await studio.createTable(name, example.columns)
  const request = await example.request(name)
  const { jobId } = await studio.start({ table: name, ...request })
  const job = await studio.settled(jobId)
  expect(job.status).toBe('succeeded')
  const copied = `${name}_copied`
  await studio.createTable(copied, example.columns)
  const text = await studio.jobs.history.copyAs(
    { start: { database: studio.cluster.database, table: copied, tagged: true, ...request } },
    tool,
  )
  expect(text).not.toContain('sig=')
  // What a finished job is copied as differs by the table, and by pasted rows, which are not kept.
  const ofJob = await studio.jobs.history.copyAs({ jobId }, tool)
  const [source] = request.sources
  if (source?.kind !== 'paste') expect(ofJob.replaceAll(name, copied)).toBe(text)
  return {
    text: text.replaceAll(sasPlaceholder, sas),
    table: copied,
    expected: await rowsOf(name),
    tags: await tagsOf(name),
  }
}

async function expectSame(table: string, expected: Row[], tags: string[], original: string): Promise<void> {
  await eventually(
    () => studio.client.count(table),
    (count) => count >= expected.length,
    30_000,
  )
  expect(await rowsOf(table)).toEqual(expected)
  expect(await tagsOf(table)).toEqual(tags)
  expect(original).not.toBe('')
}

const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')

const scratch = (name: string, text: string): string => {
  const folder = resolve('node_modules/.cache/copied')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe.each(examples)('$table', (example) => {
  test('as KQL gives the same rows and tags', async () => {
    const { text, table, expected, tags } = await sentAndCopied(example, 'kql')
    // A command is everything up to the next one; what stands before the first is comments.
    const commands = text.split(/\n\n(?=\.ingest )/).filter((part) => part.startsWith('.ingest'))
    expect(commands.length).toBeGreaterThan(0)
    for (const command of commands) await studio.client.rows(command.trimEnd())
    await expectSame(table, expected, tags, text)
    if (example.table === 'CopyMapped')
      expect(await createdOf(table)).toEqual(await createdOf(`${example.table}_kql`))
  })

  test('as a Node script gives the same rows and tags', async () => {
    const { text, table, expected, tags } = await sentAndCopied(example, 'node')
    await run(process.execPath, [scratch(`${table}.mjs`, text)])
    await expectSame(table, expected, tags, text)
    if (example.table === 'CopyMapped')
      expect(await createdOf(table)).toEqual(await createdOf(`${example.table}_node`))
  })

  test.skipIf(python.executable === undefined)(
    `as a Python script gives the same rows and tags${python.executable === undefined ? ` (skipped: ${python.why})` : ''}`,
    { timeout: 90_000 },
    async () => {
      const { text, table, expected, tags } = await sentAndCopied(example, 'python')
      await run(python.executable ?? '', [scratch(`${table}.py`, text)])
      await expectSame(table, expected, tags, text)
      if (example.table === 'CopyMapped')
        expect(await createdOf(table)).toEqual(await createdOf(`${example.table}_python`))
    },
  )

  test.skipIf(process.platform === 'win32')(
    'as LightIngest keeps to its documented switches, and our own reading of them gives the same rows',
    async () => {
      const { text, table, expected } = await sentAndCopied(example, 'lightIngest')
      // In place of LightIngest, which needs .NET: a program that writes down what the shell hands it.
      const folder = resolve('node_modules/.cache/copied', table)
      mkdirSync(folder, { recursive: true })
      const noted = join(folder, 'arguments.json')
      const program = join(folder, 'LightIngest')
      writeFileSync(
        program,
        `#!${process.execPath}\nrequire('fs').writeFileSync(${JSON.stringify(noted)}, JSON.stringify(process.argv.slice(2)))\n`,
        { mode: 0o755 },
      )
      await run('sh', ['-c', text], {
        cwd: folder,
        env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
      })
      const [connection, ...switches] = JSON.parse(readFileSync(noted, 'utf8')) as string[]
      expect(connection).toBe(studio.cluster.clusterUri)
      const known = new Set(lightIngestSwitches.flatMap(({ names }) => names))
      for (const one of switches) {
        const [, name = '', value = ''] = /^-([A-Za-z]+):(.*)$/s.exec(one) ?? []
        expect(known).toContain(name)
        expect(value).not.toBe('')
      }
      const ours = translateLightIngest(['ingest', connection ?? '', ...switches])
      const sent = await run(process.execPath, [resolve('out/cli/main.cjs'), ...ours.args, '--json'], {
        cwd: folder,
        env: { ...process.env, KUSTO_STUDIO_HOME: join(folder, `home-${Date.now()}`) },
      }).catch((error: unknown) => error as { stdout: string; stderr: string })
      expect(lastLine(sent.stdout)).toMatchObject({ state: 'succeeded', landed: expected.length })
      expect(await rowsOf(table)).toEqual(expected)
    },
  )
})
