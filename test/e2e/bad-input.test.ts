import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterUriOf, countRows, sealAtOnce } from '../support/cluster-of-window'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { tutorial } from '../support/tutorial'
import { uploadBlob } from '../support/upload-blob'
import { zipArchive } from '../support/zip-archive'

const home = temporaryHome()
const files = join(home.path, 'files')
let open: OpenStudio

beforeAll(async () => {
  mkdirSync(join(files, 'empty folder'), { recursive: true })
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
  await open.studio.createTable(tutorial.table)
  await open.studio.waitForRowCount(0)
  await sealAtOnce(open.page, tutorial.table.name)
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

function file(name: string, content: string | Buffer): string {
  const path = join(files, name)
  writeFileSync(path, content)
  return path
}

describe('files that cannot be ingested are listed with the reason', () => {
  test.each([
    ['empty.csv', '', /“empty.csv” is empty/],
    ['binary.csv', '\u0000\u0001\u0002'.repeat(50), /“binary.csv” is binary data/],
  ])('%s', async (name, content, reason) => {
    const card = open.studio.card('Add data')
    await open.studio.dropFiles([file(name, content)])
    await card.getByRole('button', { name: `${name}: Cannot be ingested` }).click()
    await card.getByText(reason).first().waitFor()
    expect(await card.getByRole('button', { name: 'Ingest', exact: true }).isDisabled()).toBe(true)
    await card.getByRole('button', { name: `Remove ${name}` }).click()
  })

  test('an archive is counted by its data, and what is passed over in it is said', async () => {
    const card = open.studio.card('Add data')
    const archive = zipArchive([
      { name: 'data/', content: '' },
      { name: '__MACOSX/data/._a.csv', content: 'Mac OS X\n\n' },
      { name: 'data/a.csv', content: `${tutorial.pastedRow}\n`.repeat(3), stored: true },
    ])
    await open.studio.dropFiles([file('rows.zip', archive)])
    await card.getByText('CSV in zip, 7 columns').waitFor()
    await card.getByText('3 records', { exact: true }).waitFor()
    await card.getByRole('button', { name: 'rows.zip: Note' }).click()
    await card.getByText('“__MACOSX/data/._a.csv” is a file that the system left').waitFor()
    await card.getByRole('button', { name: 'Remove rows.zip' }).click()
  })

  test('a good file beside a bad one still goes', async () => {
    const card = open.studio.card('Add data')
    const good = file('good.csv', `${tutorial.pastedRow}\n`)
    await open.studio.dropFiles([file('empty.csv', ''), good])
    await open.studio.ingest('Ingest 1 record')
    await open.studio.waitForIngestion('good.csv', 'Landed')
    await open.studio.waitForRowCount(1)
    await card.getByRole('button', { name: 'Remove empty.csv' }).click()
  })
})

describe('what fails says what, why and what now, and the studio goes on', () => {
  test('a file that went away between the drop and the button', async () => {
    const path = file('gone.csv', `${tutorial.pastedRow}\n`)
    await open.studio.dropFiles([path])
    await open.page.getByRole('button', { name: 'Ingest 1 record' }).waitFor()
    rmSync(path)
    await open.studio.ingest('Ingest 1 record')
    await open.studio.waitForIngestion('gone.csv', 'Failed')
    const text = (await open.studio.ingestions()).join('\n')
    expect(text).toContain('“gone.csv” is not there.')
    expect(text).toContain('Next: Check its path, or look where it went')
  })

  test('fields that are missing are said before, and become null', async () => {
    await open.studio.pasteRows('2018-01-28 00:00:00,2018-01-29 00:00:00,OHIO\n')
    await open.studio.card('Add data').getByText('3 fields for 7 columns').waitFor()
    await open.studio.pasteRows('')
  })

  test.each([
    ['not a uri', /“not a uri” is not a URI/],
    ['http://example.com/x.csv', /A blob is read by https/],
    ['https://127.0.0.1:1/c/x.csv?sig=abcdefghij', /refuses the connection/],
  ])('the blob URI %s', async (uri, reason) => {
    await open.studio.giveBlobUri(uri)
    await open.studio.card('Add data').getByText(reason).waitFor()
    await open.studio
      .card('Add data')
      .getByText(/^Next: /)
      .waitFor()
    expect(await open.page.content()).not.toContain('sig=abcdefghij')
  })

  test('a blob that is not there, and one whose SAS does not open it', async () => {
    const uri = await uploadBlob(await clusterUriOf(open.page), 'there.csv', Buffer.from('x'), home.path)
    const card = open.studio.card('Add data')
    await open.studio.giveBlobUri(uri.replace('/there.csv', '/not-there.csv'))
    await card.getByText('not-there.csv is not there').waitFor()
    expect(await card.getByRole('button', { name: 'Ingest blob' }).isDisabled()).toBe(true)
    await open.studio.giveBlobUri(uri.replace(/sig=[^&]+/, 'sig=AAAA'))
    await card.getByText('does not let the studio read it').waitFor()
    await card.getByText(/Make a new SAS with read permission/).waitFor()
  })

  test('a table that was dropped behind the studio’s back', async () => {
    await open.studio.createTable({ ...tutorial.table, name: 'Dropped' })
    await open.studio.waitForRowCount(0)
    await open.studio.pasteRows(tutorial.pastedRow)
    const reply = await open.page.evaluate(() =>
      window.studio.call('catalog/dropTable', { database: 'Samples', table: 'Dropped' }),
    )
    expect(reply).toMatchObject({ ok: true })
    await open.studio.ingest('Ingest 1 record')
    const alert = open.page
      .getByRole('alert')
      .filter({ hasText: 'Table “Dropped” is not in database “Samples”.' })
    await alert.getByText('Next: Choose another table, or create this one.').waitFor()
    await alert.getByRole('button', { name: 'Dismiss' }).click()
  })

  test.each([
    ['http://example.com', /reached by https, not http/],
    ['http://127.0.0.1:1', /refuses the connection/],
  ])('the cluster %s', async (uri, reason) => {
    await open.page.getByRole('button', { name: 'Connect to a cluster…' }).click()
    const dialog = open.page.getByRole('dialog', { name: 'Connect to a cluster' })
    await dialog.getByLabel('Cluster URI').fill(uri)
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByText(reason).waitFor()
    await open.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  test('afterwards the studio is alive and nothing is half done', async () => {
    expect(await countRows(open.page, tutorial.table.name).catch(() => 'closed')).not.toBe(0)
    await open.page.getByRole('button', { name: /^Cluster: / }).click()
    await open.page.getByRole('menuitem', { name: /Local cluster/ }).click()
    await open.studio.waitUntilConnected()
    await open.studio.openTable(tutorial.table.name)
    await open.studio.waitForRowCount(1)
    expect(await countRows(open.page, tutorial.table.name)).toBe(1)
    expect(open.complaints).toEqual([])
  })
})
