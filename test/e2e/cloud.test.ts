import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerDialogs } from '../support/answered-dialogs'
import { signInByHand } from '../support/cloud/browser.mjs'
import { cloudClusterUri, MockCloud } from '../support/cloud/mock-cloud'
import { directory } from '../support/cloud/mock-entra'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
let cloud: MockCloud
let open: OpenStudio

beforeAll(async () => {
  cloud = await MockCloud.start()
  await cloud.run('.create table FromCloud (a: long, b: string)')
  await cloud.run('.ingest inline into table FromCloud <| 1,one')
  open = await openStudio(home.path, { cloud: cloud.hosts })
})
afterAll(async () => {
  await open.close()
  await cloud.close()
  home.remove()
})

test('a cluster in the cloud: confirmed by its user, signed in once in the browser, signed out', async () => {
  const { app, page, studio } = open
  await studio.waitUntilConnected()
  const said = await answerDialogs(app, 'Connect')
  await app.evaluate(({ shell }) => {
    Object.assign(globalThis, { opened: [] })
    shell.openExternal = (url) => {
      ;(globalThis as unknown as { opened: string[] }).opened.push(url)
      return Promise.resolve()
    }
  })
  const opened = (): Promise<string[]> =>
    app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)

  await page.getByRole('button', { name: /^Cluster: / }).click()
  await page.getByRole('menuitem', { name: 'Connect to a cluster…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Connect to a cluster' })
  await dialog.getByLabel('Cluster URI').fill(cloudClusterUri)
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  const panel = page.getByRole('main')
  await panel.getByRole('button', { name: 'Sign in', exact: true }).click()
  await panel.getByText('Continue in your browser.').waitFor()
  expect(await said()).toEqual([`Connect to ${new URL(cloudClusterUri).host}?`])

  await expect.poll(opened).toHaveLength(1)
  await signInByHand((await opened())[0] ?? '')
  await studio.openTable('FromCloud')
  await studio.waitForRowCount(1)
  expect(cloud.entra.authorizes).toBe(1)

  await page
    .getByRole('button', { name: `Signed in as ${directory.user.name} Until the studio closes` })
    .click()
  await page.getByText(`Directory ${directory.tenant}`).waitFor()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByText('Not signed in.').waitFor()
  expect(open.complaints).toEqual([])
})
