import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLocalCluster } from '../../../electron/local-cluster/local-cluster'
import { cloudHostsFile } from '../../support/cloud/cloud-hosts'
import { cloudClusterUri, MockCloud } from '../../support/cloud/mock-cloud'
import { directory } from '../../support/cloud/mock-entra'
import { rsaIdentity } from '../../support/rsa-identity'
import { CommandLineUnderTest, csv, lastLine, type CommandLineRun } from './command-line-under-test'

let cloud: MockCloud
let cli: CommandLineUnderTest
let bin: string

const target = ['--cluster', cloudClusterUri, '--database', 'Samples']
const query = ['query', ...target, '--json', 'print x = 1']
const app = {
  KUSTO_STUDIO_APP_ID: directory.app.id,
  KUSTO_STUDIO_APP_TENANT: directory.tenant,
  KUSTO_STUDIO_APP_KEY: directory.app.secret,
}

beforeAll(async () => {
  cloud = await MockCloud.start()
  cli = await CommandLineUnderTest.start(cloud.cluster)
  bin = join(cli.folder, 'bin')
  const browser = resolve('test/support/cloud/browser.mjs')
  program('xdg-open', `exec "${process.execPath}" --require "${cloudHostsFile}" "${browser}" "$1"`)
  const azToken = {
    accessToken: cloud.entra.accessToken(cloud.entra.rules.audience),
    expires_on: 4_000_000_000,
  }
  program('az', `echo '${JSON.stringify(azToken)}'`)
})
afterAll(async () => {
  await cli.close()
  await cloud.close()
})
beforeEach(() => cloud.entra.reset())

/** Puts a program where the command line finds it first. */
function program(name: string, script: string): void {
  chmodSync(cli.file(join('bin', name), `#!/bin/sh\n${script}\n`), 0o755)
}

/** Runs the command line in the mock cloud. */
async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandLineRun> {
  const PATH = `${bin}${delimiter}${process.env['PATH'] ?? ''}`
  const ended = await cli.run(args, { env: { ...cloud.env, PATH, ...env } })
  expect(ended.stdout + ended.stderr).not.toMatch(/CANARY|eyJ[\w-]+\./)
  return ended
}

/** Every file of the home folder, as one text. */
function homeText(): string {
  const names = readdirSync(cli.home, { recursive: true, withFileTypes: true })
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

describe.skipIf(process.platform === 'win32')('the command line in the cloud', () => {
  it('says how to sign in if nobody is', async () => {
    const ended = await run(query)
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr).toContain('You are not signed in to this cluster')
    expect(ended.stderr).toContain('--auth')
    expect(cloud.entra.authorizes).toBe(0)
  })

  it('says of a cluster on this machine that no sign-in gives its token, as its queries do', async () => {
    const cluster = await startLocalCluster({ token: 'token-of-this-one' })
    const local = ['--cluster', cluster.clusterUri]
    const signIn = ['sign-in', ...local]
    try {
      for (const args of [signIn, ['query', ...local, '--database', 'Samples', 'print 1']]) {
        const { exitCode, stderr } = await run(args)
        expect(exitCode).toBe(1)
        expect(stderr).toContain('asks for a token of its own; no sign-in gives it.')
        expect(stderr).toContain('Set KUSTO_LOCAL_CLUSTER_TOKEN')
        expect(stderr).not.toContain('--auth')
      }
      const known = await run(signIn, { KUSTO_LOCAL_CLUSTER_TOKEN: 'token-of-this-one' })
      expect(known).toMatchObject({ exitCode: 0 })
      expect(known.stderr).toContain('This cluster needs no sign-in.')
    } finally {
      await cluster.close()
    }
  })

  it('works as an application, whose key comes from the environment only', async () => {
    expect(lastLine(await run([...query, '--auth', 'app'], app))).toMatchObject({ rows: [[1]] })
    expect(homeText()).not.toContain('CANARY')
  })

  describe('with an application’s certificate from the environment', () => {
    const password = 'PASSWORD-CANARY'
    const named = { AZURE_CLIENT_ID: directory.app.id, AZURE_TENANT_ID: directory.tenant }
    /** Sends a file of ten rows into a table of its own. */
    const send = async (
      table: string,
      env: Readonly<Record<string, string>>,
    ): Promise<{ ended: CommandLineRun; rows: unknown }> => {
      await cloud.run(`.create table ${table} (a: long, b: string)`)
      await cloud.run(
        `.alter table ${table} policy ingestionbatching '{"MaximumNumberOfItems": 1, "MaximumBatchingTimeSpan": "00:00:10"}'`,
      )
      const args = ['ingest', ...target, '--table', table, '--auth', 'app', '--json']
      const ended = await run([...args, cli.file(`${table}.csv`, csv(10))], { ...named, ...env })
      const counted = await run(['query', ...target, '--auth', 'app', '--json', `${table} | count`], app)
      return { ended, rows: lastLine(counted)['rows'] }
    }

    it('goes the whole way of an ingestion, whose tokens expire under way, and keeps nothing', async () => {
      const own = rsaIdentity(cli.folder, 'own')
      cloud.entra.appCertificate = readFileSync(own, 'utf8')
      cloud.entra.lifetime = 1
      const { ended, rows } = await send('ByCertificate', { AZURE_CLIENT_CERTIFICATE_PATH: own })
      expect(ended.exitCode).toBe(0)
      expect(lastLine(ended)).toMatchObject({ complete: true, expected: 10, landed: 10 })
      expect(rows).toEqual([[10]])
      const proofs = cloud.entra.requestsOf('client_credentials').map((form) => form.has('client_assertion'))
      expect(proofs.filter(Boolean).length).toBeGreaterThan(1)
      expect(cloud.entra.authorizes).toBe(0)
      expect(homeText()).not.toMatch(/PRIVATE KEY|CANARY|eyJ[\w-]+\./)
    })

    it('opens a key that has a password', async () => {
      const locked = rsaIdentity(cli.folder, 'locked', password)
      cloud.entra.appCertificate = readFileSync(locked, 'utf8')
      const env = { AZURE_CLIENT_CERTIFICATE_PATH: locked, AZURE_CLIENT_CERTIFICATE_PASSWORD: password }
      expect(lastLine((await send('ByLockedKey', env)).ended)).toMatchObject({ complete: true, landed: 10 })
      expect(homeText()).not.toContain('CANARY')
    })

    it('sends nothing with a certificate that is not the application’s, or cannot be read, and says which', async () => {
      const own = rsaIdentity(cli.folder, 'known')
      cloud.entra.appCertificate = readFileSync(own, 'utf8')
      const wrong = {
        NotOurs: {
          words: /could not prove who it is\. Check its key or certificate/,
          AZURE_CLIENT_CERTIFICATE_PATH: rsaIdentity(cli.folder, 'other'),
        },
        Gone: {
          words: /AZURE_CLIENT_CERTIFICATE_PATH names cannot be read: it is not there/,
          AZURE_CLIENT_CERTIFICATE_PATH: join(cli.folder, 'gone.pem'),
        },
        NoCertificate: {
          words: /holds no certificate in PEM form/,
          AZURE_CLIENT_CERTIFICATE_PATH: cli.file('none.pem', 'not a certificate'),
        },
        WrongPassword: {
          words: /private key that cannot be opened.*Check AZURE_CLIENT_CERTIFICATE_PASSWORD/,
          AZURE_CLIENT_CERTIFICATE_PATH: rsaIdentity(cli.folder, 'shut', password),
          AZURE_CLIENT_CERTIFICATE_PASSWORD: 'WRONG-CANARY',
        },
      }
      for (const [table, { words, ...env }] of Object.entries(wrong)) {
        const { ended, rows } = await send(table, env)
        expect(ended.exitCode, table).toBe(1)
        expect(rows, table).toEqual([[0]])
        expect(ended.stderr).toMatch(words)
      }
    })
  })

  it('signs in once in the browser for a whole ingestion, whose tokens expire under way', async () => {
    cloud.entra.lifetime = 1
    await cloud.run('.create table FromCloud (a: long, b: string)')
    await cloud.run(
      `.alter table FromCloud policy ingestionbatching '{"MaximumNumberOfItems": 1, "MaximumBatchingTimeSpan": "00:00:10"}'`,
    )
    const files = [1, 2, 3].map((one) => cli.file(`cloud-${one}.csv`, csv(10, one * 100)))
    const ended = await run([
      'ingest',
      ...target,
      '--table',
      'FromCloud',
      '--auth',
      'browser',
      '--json',
      ...files,
    ])
    expect(ended.stderr).not.toContain('Error')
    expect(ended.exitCode).toBe(0)
    expect(cloud.entra.authorizes).toBe(1)
    expect(cloud.entra.requestsOf('refresh_token').length).toBeGreaterThan(2)
  })

  it('shows a code for another device, and takes the sign-in of the Azure CLI', async () => {
    const PATH = `${bin}${delimiter}${process.env['PATH'] ?? ''}`
    const started = cli.launch([...query, '--auth', 'device'], { env: { ...cloud.env, PATH } })
    await cli.wrote(started, 'stderr', /enter the code \w+\./)
    const code = /enter the code (\w+)\./.exec(started.written.stderr)?.[1] ?? ''
    expect(cloud.entra.approveDevice(code)).toBe(true)
    expect((await started.ended).exitCode).toBe(0)
    expect((await run([...query, '--auth', 'cli'])).exitCode).toBe(0)
    expect(cloud.entra.authorizes).toBe(0)
  })

  it('says that there is no browser, and that nothing is kept without a store for secrets', async () => {
    const signIn = ['sign-in', '--cluster', cloudClusterUri]
    const signedIn = await run(signIn)
    expect(signedIn.stdout).toContain(`as ${directory.user.name}`)
    expect(signedIn.stderr).toContain('no store for secrets')
    expect(homeText()).not.toMatch(/CANARY|eyJ[\w-]+\./)
    const node = join(cli.folder, 'empty')
    const without = await run(signIn, { PATH: node })
    expect(without.exitCode).toBe(1)
    expect(without.stderr).toContain('No browser could be opened')
  })

  it('stays signed in where the system keeps secrets, until it signs out', async () => {
    const secret = join(cli.folder, 'secret')
    program(
      'secret-tool',
      `if [ "$1" = store ]; then cat > "${secret}"; else cat "${secret}" 2>/dev/null; fi`,
    )
    expect((await run(['sign-in', '--cluster', cloudClusterUri])).stderr).not.toContain('no store')
    expect(homeText()).toContain(directory.user.name)
    expect(homeText()).not.toMatch(/CANARY|eyJ[\w-]+\./)
    expect(lastLine(await run(query))).toMatchObject({ rows: [[1]] })
    expect(cloud.entra.authorizes).toBe(1)
    expect((await run(['sign-out'])).exitCode).toBe(0)
    expect(homeText()).not.toContain(directory.user.name)
  })
})
