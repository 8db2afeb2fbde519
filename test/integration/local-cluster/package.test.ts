import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Client } from 'azure-kusto-data'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '../../../electron/bootstrap/project-paths.mjs'
import { eventually } from '../../support/eventually'
import { installPackedLocalCluster, type PackedLocalCluster } from '../../support/packed-local-cluster'

const run = promisify(execFile)
let project: string
/** Programs that use the package, beside the official SDK, which the package itself must not find. */
let app: string
let packed: PackedLocalCluster

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'packed-cluster-'))
  packed = await installPackedLocalCluster(project)
  app = join(project, 'app')
  await mkdir(join(app, 'node_modules'), { recursive: true })
  await symlink(
    join(projectRoot, 'node_modules/azure-kusto-data'),
    join(app, 'node_modules/azure-kusto-data'),
    'junction',
  )
}, 120_000)

afterAll(async () => {
  await rm(project, { recursive: true, force: true })
})

/** Runs a program beside the package, with a folder of its own for temporary files; what it printed, and left there. */
async function runProgram(source: string): Promise<{ readonly printed: string; readonly left: string[] }> {
  const temporary = await mkdtemp(join(project, 'temporary-'))
  await writeFile(join(app, 'program.mjs'), source)
  const { stdout } = await run(process.execPath, [join(app, 'program.mjs')], {
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  })
  return { printed: stdout, left: await readdir(temporary) }
}

async function readme(): Promise<string> {
  return readFile(join(packed.folder, 'README.md'), 'utf8')
}

it('names exactly the packages that it loads, in the versions of the studio, and has nothing of the studio', async () => {
  const root = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as typeof packed.manifest
  expect(packed.manifest.version).toBe(root.version)
  const dist = join(packed.folder, 'dist')
  const scripts = (await readdir(dist)).filter((name) => name.endsWith('.cjs'))
  const code = (await Promise.all(scripts.map((name) => readFile(join(dist, name), 'utf8')))).join('\n')
  expect(code).not.toContain('StudioError')
  const required = [...code.matchAll(/\brequire\("(?:node:)?((?:@[^"/]+\/)?[^"/]+)/g)].map(
    ([, name = '']) => name,
  )
  const names = Object.keys(packed.manifest.dependencies)
  expect(required.filter((name) => !builtinModules.includes(name) && !names.includes(name))).toEqual([])
  for (const name of names) {
    expect(code).toContain(`"${name}`)
    expect(packed.manifest.dependencies[name]).toBe(root.dependencies[name])
  }
})

it('runs as a program', async () => {
  const child = spawn(packed.program, ['--json', '--in-memory', '--database', 'Mine'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { clusterUri, database } = JSON.parse(line) as { clusterUri: string; database: string }
  const client = new Client(clusterUri)
  const { primaryResults } = await client.execute(database, 'print Database = current_database()')
  expect(primaryResults[0]?.toJSON().data).toEqual([{ Database: 'Mine' }])
  client.close()
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

it('runs from Node, as its page says, and leaves nothing behind', async () => {
  const example = /```js\n([^`]*from 'kusto-local-cluster'[^`]*)```/.exec(await readme())?.[1]
  const { printed, left } = await runProgram(example ?? '')
  expect(printed).toBe('[ { Count: 1 } ]\n')
  expect(left).toEqual([])
})

it('takes options, and says why it does not start', async () => {
  const { printed, left } = await runProgram(`
    import { Client, KustoConnectionStringBuilder } from 'azure-kusto-data'
    import { startLocalCluster } from 'kusto-local-cluster'
    const lines = []
    const options = { databases: ['Mine', 'Other'], token: 'secret', log: (line) => lines.push(line) }
    const cluster = await startLocalCluster(options)
    const builder = KustoConnectionStringBuilder.withAccessToken(cluster.clusterUri, cluster.token)
    const client = new Client(builder)
    const { primaryResults } = await client.execute(cluster.database, '.show databases | project DatabaseName')
    const refused = await new Client(cluster.clusterUri).execute('Mine', 'print 1').catch(({ response }) => response.status)
    const port = Number(new URL(cluster.ingestionUri).port)
    const why = ({ message }) => message
    const taken = await startLocalCluster({ port }).catch(why)
    const wrong = await startLocalCluster({ port: -1 }).catch(why)
    const seed = await startLocalCluster({ seed: '.show tables\\n\\n.create table T (A: number)' }).catch(why)
    await cluster[Symbol.asyncDispose]()
    await cluster.stop()
    const names = primaryResults[0].toJSON().data.map(({ DatabaseName }) => DatabaseName)
    console.log(JSON.stringify({ names, refused, taken, wrong, seed, lines: lines.length > 0 }))
    process.exit()
  `)
  const { names, refused, taken, wrong, seed, lines } = JSON.parse(printed) as Record<string, unknown>
  expect([names, refused, lines]).toEqual([['Mine', 'Other'], 401, true])
  expect(taken).toBe('The port is in use by another program. Choose another one, or 0 for any free one.')
  expect(wrong).toBe('--port takes a number from 0 to 65535, not “-1”.')
  expect(seed).toMatch(/^The local cluster could not start: seed, line 3: /)
  expect(left).toEqual([])
})

it('ends with the program that started it, however that ends', async () => {
  await writeFile(
    join(app, 'killed.mjs'),
    `import { startLocalCluster } from 'kusto-local-cluster'
    console.log((await startLocalCluster()).clusterUri)`,
  )
  const child = spawn(process.execPath, [join(app, 'killed.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [clusterUri] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  expect((await fetch(clusterUri)).status).toBe(200)
  child.kill('SIGKILL')
  const answers = (): Promise<boolean> =>
    fetch(clusterUri).then(
      () => true,
      () => false,
    )
  await eventually(answers, (is) => !is)
})

it('has types for what it exports', async () => {
  await writeFile(
    join(app, 'typed.mts'),
    `import { startLocalCluster, type LocalCluster } from 'kusto-local-cluster'
    export async function use(): Promise<string> {
      // @ts-expect-error a port is a number
      await startLocalCluster({ port: '8080' })
      await using cluster: LocalCluster = await startLocalCluster({ databases: ['A'], seed: '.show tables' })
      const token: string | null = cluster.token
      return cluster.clusterUri + cluster.ingestionUri + cluster.database + token
    }`,
  )
  const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc')
  const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', target: 'es2022', types: [] }
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.mts'] }))
  await run(process.execPath, [compiler, '--project', app]).catch(({ stdout }) => {
    throw new Error(String(stdout))
  })
})

it.skipIf(process.platform === 'win32')('starts as the step of a GitHub workflow', async () => {
  const action = parse(await readFile(join(projectRoot, 'electron/local-cluster/action.yml'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>
    readonly runs: { readonly steps: readonly { readonly run: string }[] }
  }
  const seed = join(project, 'seed.kql')
  const output = join(project, 'output')
  await writeFile(seed, '.create table T (A: long)')
  await writeFile(output, '')
  const step = spawn('bash', ['-c', action.runs.steps[0]?.run ?? ''], {
    cwd: project,
    env: {
      ...process.env,
      RUNNER_TEMP: project,
      GITHUB_OUTPUT: output,
      VERSION: String(action.inputs['version']?.default),
      PORT: '0',
      DATABASES: 'My events\nOther\n',
      SEED: seed,
      TOKEN: '',
    },
    // A group of its own: the cluster outlives the step, as in a workflow, and is ended with the group.
    detached: true,
    stdio: 'ignore',
  })
  try {
    expect(await once(step, 'exit')).toEqual([0, null])
    const outputs = Object.fromEntries(
      (await readFile(output, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    ) as Record<string, string>
    expect(outputs).toMatchObject({ database: 'My events', 'ingestion-uri': outputs['cluster-uri'] })
    const client = new Client(outputs['cluster-uri'] ?? '')
    const { primaryResults } = await client.execute('My events', 'T | count')
    expect(primaryResults[0]?.toJSON().data).toEqual([{ Count: 0 }])
    client.close()
  } finally {
    process.kill(-Number(step.pid), 'SIGTERM')
  }
})
