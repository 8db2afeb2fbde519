import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { createStudio } from '../../../../electron/services/create-studio'
import type { KeyStore } from '../../../../electron/services/auth/key-store'
import type { ConfirmApplication } from '../../../../electron/services/auth/sign-in-options'
import type { Studio } from '../../../../electron/services/studio-services'
import { FaultProxy } from '../../../faults/fault-proxy'
import { signInByHand } from '../../../support/cloud/browser.mjs'
import { cloudClusterUri, MockCloud } from '../../../support/cloud/mock-cloud'
import { directory } from '../../../support/cloud/mock-entra'
import { eventually } from '../../../support/eventually'

const byBrowser = { way: 'browser', tenant: null } as const
const table = 'Landing'
const keyStore: KeyStore = {
  encrypt: (text) => Promise.resolve(Buffer.from(text).toString('hex')),
  decrypt: (text) => Promise.resolve(Buffer.from(text, 'hex').toString()),
}

let cloud: MockCloud
let folder: string
let studio: Studio | undefined

beforeAll(async () => {
  cloud = await MockCloud.start()
  folder = mkdtempSync(join(tmpdir(), 'studio-cloud-'))
  await cloud.run(`.create table ${table} (a: long, b: string)`)
  await cloud.run(
    `.alter table ${table} policy ingestionbatching '{"MaximumNumberOfItems": 1, "MaximumBatchingTimeSpan": "00:00:10"}'`,
  )
})
afterAll(async () => {
  await studio?.close()
  await cloud.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => cloud.entra.reset())

/** Starts the studio anew, with the same home. */
async function start(confirmApplication?: ConfirmApplication): Promise<Studio> {
  await studio?.close()
  studio = await createStudio({
    confirmApplication,
    homeFolder: join(folder, 'home'),
    keyStore: () => Promise.resolve(keyStore),
    isLocalCluster: () => false,
    openBrowser: (url) => {
      void signInByHand(url)
      return Promise.resolve()
    },
    log: () => undefined,
  })
  return studio
}

const paste = (
  text: string,
): { kind: 'paste'; name: string; text: string; format: 'csv'; ignoreFirstRecord: false } => ({
  kind: 'paste',
  name: 'rows',
  text,
  format: 'csv',
  ignoreFirstRecord: false,
})
const send = (from: Studio, text: string): Promise<JobSnapshot> =>
  from.jobs.start({ database: 'Samples', table, tagged: true, sources: [paste(text)] })
const job = (from: Studio, jobId: string): JobSnapshot => {
  const found = from.jobs.list({ limit: 10 }).find((one) => one.jobId === jobId)
  if (found === undefined) throw new Error('The job is gone')
  return found
}
const landed = (from: Studio, jobId: string): Promise<JobSnapshot> =>
  eventually(
    () => job(from, jobId),
    ({ status }) => status !== 'running',
    30_000,
  )

it('authorizes once for a whole job whose tokens expire all the time, in two windows', async () => {
  cloud.entra.lifetime = 1
  const running = await start()
  const other = running.openSession()
  await running.connection.open(cloudClusterUri)
  await other.connection.open(cloudClusterUri)
  await Promise.all([running.connection.signIn(byBrowser), other.connection.signIn(byBrowser)])
  const { jobId } = await send(running, '1,one\n2,two\n')
  expect((await landed(running, jobId)).status).toBe('succeeded')
  expect(cloud.entra.authorizes).toBe(1)
  expect(cloud.entra.requestsOf('refresh_token').length).toBeGreaterThan(2)
  expect(other.connection.current()?.signIn).toMatchObject({ kind: 'signedIn', account: directory.user.name })
})

it('holds a job while its sign-in is taken back, asks once, and goes on', async () => {
  cloud.entra.lifetime = 1
  const before = await start()
  await before.connection.open(cloudClusterUri)
  await before.connection.signIn(byBrowser)
  const { jobId } = await send(before, '3,three\n')
  // Whatever the rows have reached by now: nobody can count them any more.
  cloud.entra.revoke()
  const after = await start()
  await after.connection.open(cloudClusterUri)
  await eventually(
    () => after.connection.current()?.signIn.kind,
    (kind) => kind === 'signedOut',
  )
  expect(job(after, jobId).status).toBe('running')
  expect(after.connection.current()?.signIn).toEqual({ kind: 'signedOut', expired: directory.user.name })
  await after.connection.signIn(byBrowser)
  expect((await landed(after, jobId)).status).toBe('succeeded')
  expect(cloud.entra.authorizes).toBe(2)
})

it('asks for new storage when a job finds its SAS rotated', async () => {
  const proxy = await FaultProxy.start(cloud.cluster.clusterUri)
  cloud.upstream = proxy.clusterUri
  try {
    const running = await start()
    await running.connection.open(cloudClusterUri)
    await running.connection.signIn(byBrowser)
    proxy.inject({ step: 'resources', fault: { kind: 'staleSas' }, times: 1 })
    const { jobId } = await send(running, '5,five\n')
    expect((await landed(running, jobId)).status).toBe('succeeded')
    expect(proxy.pending).toBe(0)
    expect(proxy.seen.get('resources')).toBeGreaterThan(1)
    expect(cloud.entra.authorizes).toBe(1)
  } finally {
    await studio?.close()
    studio = undefined
    cloud.upstream = cloud.cluster.clusterUri
    await proxy.close()
  }
})

it('is signed in silently after a restart, and nowhere after signing out', async () => {
  const before = await start()
  await before.connection.open(cloudClusterUri)
  await before.connection.signIn(byBrowser)
  const after = await start()
  expect((await after.connection.open(cloudClusterUri)).signIn).toMatchObject({
    kind: 'signedIn',
    kept: true,
  })
  await after.catalog.databases()
  expect(cloud.entra.authorizes).toBe(1)
  await after.connection.signOut()
  // Neither tokens nor what the cluster lent is left: a job waits instead of going on with it.
  const { jobId } = await send(after, '4,four\n')
  const waiting = await eventually(
    () => job(after, jobId),
    ({ trouble }) => trouble !== null,
  )
  expect(waiting.trouble?.message).toContain('not signed in')
  await after.jobs.cancel({ jobId })
  await expect(after.catalog.databases()).rejects.toMatchObject({ code: 'SignInNeeded' })
  const last = await start()
  expect((await last.connection.open(cloudClusterUri)).signIn).toEqual({ kind: 'signedOut', expired: null })
})

it('signs in as an application that it does not know only once its user agrees', async () => {
  const other = '00000000-0000-4000-8000-00000000000b'
  cloud.metadata = {
    LoginEndpoint: 'https://login.microsoftonline.com',
    LoginMfaRequired: false,
    KustoClientAppId: other,
    KustoClientRedirectUri: 'https://microsoft/kustoclient',
    KustoServiceResourceId: 'https://kusto.kusto.windows.net',
    FirstPartyAuthorityUrl: '',
  }
  const asked: string[] = []
  const refused = await start((clientId) => {
    asked.push(clientId)
    return Promise.resolve(false)
  })
  await expect(refused.connection.open(cloudClusterUri)).rejects.toMatchObject({
    code: 'ClusterRefused',
    message: expect.stringContaining('unknown application') as string,
  })
  expect(asked).toEqual([other])
  const agreed = await start(() => Promise.resolve(true))
  await agreed.connection.open(cloudClusterUri)
  await agreed.connection.signIn(byBrowser)
  expect(cloud.entra.requestsOf('authorization_code')[0]?.get('client_id')).toBe(other)
})
