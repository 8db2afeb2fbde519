import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { LinkPlace } from '../../electron/domain/schema/studio-link'
import { fakeTable } from '../../renderer/src/api/fake/fake-world'
import { expectRowCount, renderStudio, withStorms, type RenderedStudio } from './render-studio'

const help = 'https://help.kusto.windows.net'

async function follow(place: Partial<LinkPlace>): Promise<RenderedStudio> {
  const rendered = await renderStudio((fake) => {
    withStorms(3)(fake)
    fake.world.tables.push(fakeTable('Samples', 'Readings', { rows: 41 }))
  })
  await expectRowCount('3')
  const whole = { clusterUri: 'local', database: null, table: null, blobUri: null, ...place }
  act(() => rendered.studio.emit('link/opened', { kind: 'place', place: whole }))
  return rendered
}

test('a link to the open cluster chooses its table', async () => {
  await follow({ database: 'Samples', table: 'Readings' })
  await screen.findByRole('heading', { name: 'Readings', level: 1 })
  await expectRowCount('41')
})

test('a link to a table that is not there says so, and leaves the open one', async () => {
  await follow({ database: 'Samples', table: 'Nothing' })
  await screen.findByText(/A link leads to table “Nothing”, which database “Samples” does not have/)
  screen.getByRole('heading', { name: 'MyStormEvents', level: 1 })
})

test('a link to a blob fills the field in; storage is asked when the user says so, not on the way through', async () => {
  const uri = 'https://a.blob.core.windows.net/c/events.csv'
  const { user, studio } = await follow({ blobUri: uri })
  const field = await screen.findByRole('textbox', { name: 'Blob URI' })
  expect((field as HTMLInputElement).value).toBe(uri)
  const asked = (): boolean => studio.requests.some(({ method }) => method === 'sources/inspectBlob')
  await user.click(field)
  await user.tab()
  await user.tab()
  expect(asked()).toBe(false)
  await user.click(screen.getByRole('button', { name: 'Check' }))
  expect(asked()).toBe(true)
})

test('a link to another cluster waits for “Connect”, then goes on to its table', async () => {
  const { user, studio } = await follow({ clusterUri: help, database: 'Samples', table: 'Readings' })
  const dialog = await screen.findByRole('dialog', { name: 'Connect to a cluster' })
  within(dialog).getByText(/leads to table “Readings” in database “Samples”/)
  const opened = (): number => studio.requests.filter(({ method }) => method === 'connection/open').length
  const before = opened()
  await user.click(within(dialog).getByRole('button', { name: 'Connect' }))
  expect(opened()).toBe(before + 1)
  await screen.findByRole('button', { name: 'Cluster: help.kusto.windows.net, connected' })
  await screen.findByRole('heading', { name: 'Readings', level: 1 })
})

test('a link that comes while a cluster is being opened waits for it', async () => {
  let answer: () => void = () => undefined
  const rendered = await renderStudio((fake) => {
    withStorms(3)(fake)
    fake.world.tables.push(fakeTable('Samples', 'Readings', { rows: 41 }))
    fake.override('connection/open', async ({ clusterUri }) => {
      await new Promise<void>((resolve) => (answer = resolve))
      return fake.world.open(clusterUri)
    })
  })
  await screen.findByRole('button', { name: 'Cluster: Local cluster, connecting' })
  const place = { clusterUri: 'local', database: 'Samples', table: 'Readings', blobUri: null }
  act(() => rendered.studio.emit('link/opened', { kind: 'place', place }))
  expect(screen.queryByRole('dialog')).toBeNull()
  act(() => answer())
  await screen.findByRole('heading', { name: 'Readings', level: 1 })
})
