import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { StudioError } from '../../electron/domain/studio-error'
import { expectRowCount, renderStudio, withStorms, type RenderedStudio } from './render-studio'

async function openDialog({ user }: RenderedStudio): Promise<HTMLElement> {
  await user.click(await screen.findByRole('button', { name: 'Connect to a cluster…' }))
  return await screen.findByRole('dialog', { name: 'Connect to a cluster' })
}

test('an address is checked while it is typed', async () => {
  const studio = await renderStudio((fake) => void withStorms(3)(fake))
  await expectRowCount('3')
  const dialog = await openDialog(studio)
  const field = within(dialog).getByRole('textbox', { name: 'Cluster URI' })
  await studio.user.type(field, 'http://example.com')
  within(dialog).getByText(/^A cluster is reached by https, not http\. Copy the cluster URI/)
  await studio.user.clear(field)
  await studio.user.type(field, 'help.westeurope')
  expect(within(dialog).queryByText(/is reached by/)).toBeNull()
  within(dialog).getByText(/two addresses: the cluster URI for queries, and the data ingestion URI/)
})

test('a link from the web UI shows both addresses and the database, which is then opened', async () => {
  const studio = await renderStudio((fake) => void withStorms(3)(fake))
  await expectRowCount('3')
  studio.studio.world.databases = ['Other', 'Samples']
  const dialog = await openDialog(studio)
  const field = within(dialog).getByRole('textbox', { name: 'Cluster URI' })
  await studio.user.click(field)
  await studio.user.paste(
    'https://dataexplorer.azure.com/clusters/mine.westeurope/databases/Other?query=H4sI',
  )
  within(dialog).getByText('https://mine.westeurope.kusto.windows.net')
  within(dialog).getByText('https://ingest-mine.westeurope.kusto.windows.net')
  within(dialog).getByText('Other')
  await studio.user.keyboard('{Enter}')
  await screen.findByRole('button', { name: 'Cluster: mine.westeurope.kusto.windows.net, connected' })
  expect(await screen.findByRole('treeitem', { name: /^Other/, expanded: true })).toBeDefined()
})

test('a key in a connection string is refused at the field, and does not stay readable in it', async () => {
  const studio = await renderStudio((fake) => void withStorms(3)(fake))
  await expectRowCount('3')
  const dialog = await openDialog(studio)
  const field = within(dialog).getByRole<HTMLInputElement>('textbox', { name: 'Cluster URI' })
  await studio.user.click(field)
  await studio.user.paste('Data Source=https://help.kusto.windows.net;AppKey=hunter2')
  within(dialog).getByText(/has a key, a password or a token in it.* Enter only the address/)
  expect(field.value).toBe('Data Source=https://help.kusto.windows.net;AppKey=•••')
  expect(dialog.textContent).not.toContain('hunter2')
  expect(within(dialog).queryByText('https://help.kusto.windows.net')).toBeNull()
})

test('the check lists each host, says what is blocked, and copies a text for the administrator', async () => {
  const studio = await renderStudio((fake) => {
    withStorms(3)(fake)
    fake.world.hostChecks.set('queue', {
      address: 'https://abc.queue.core.windows.net',
      state: 'blocked',
      obstacle: 'firewall',
      message: 'abc.queue.core.windows.net does not answer.',
      nextStep: 'Try the VPN.',
      ask: 'Allow port 443 to abc.queue.core.windows.net.',
    })
  })
  await expectRowCount('3')
  const dialog = await openDialog(studio)
  await studio.user.click(within(dialog).getByRole('textbox', { name: 'Cluster URI' }))
  await studio.user.paste('mine.westeurope')
  await studio.user.click(within(dialog).getByRole('button', { name: 'Check connection' }))
  await within(dialog).findByRole('button', { name: 'Check again' })
  const hosts = within(within(dialog).getByRole('region', { name: 'Hosts of this cluster' }))
  const lines = hosts.getAllByRole('listitem').map((item) => item.textContent)
  expect(lines).toHaveLength(5)
  expect(lines[0]).toBe('Cluster (queries)worksmine.westeurope.kusto.windows.net · 42 ms')
  expect(lines[3]).toContain('blocked on the way')
  expect(lines[3]).toContain('does not answer. Try the VPN.')
  await studio.user.click(hosts.getByRole('button', { name: 'Copy for your administrator' }))
  expect(await navigator.clipboard.readText()).toContain(
    'What would help:\n- Allow port 443 to abc.queue.core.windows.net.',
  )
  // Another cluster has other hosts.
  await studio.user.type(within(dialog).getByRole('textbox', { name: 'Cluster URI' }), '2')
  const others = within(within(dialog).getByRole('region', { name: 'Hosts of this cluster' }))
  expect(others.queryAllByRole('listitem')).toHaveLength(0)
})

test('a check that takes long can be stopped', async () => {
  const studio = await renderStudio((fake) => void withStorms(3)(fake))
  await expectRowCount('3')
  studio.studio.override('connection/check', () => new Promise(() => undefined))
  const dialog = await openDialog(studio)
  await studio.user.click(within(dialog).getByRole('textbox', { name: 'Cluster URI' }))
  await studio.user.paste('help')
  await studio.user.click(within(dialog).getByRole('button', { name: 'Check connection' }))
  within(dialog).getByText('checking…')
  await studio.user.click(within(dialog).getByRole('button', { name: 'Stop checking' }))
  await within(dialog).findByRole('button', { name: 'Check connection' })
  expect(within(dialog).queryByText('checking…')).toBeNull()
})

test('the dialog says that it waits for the question in the dialog of the system', async () => {
  const studio = await renderStudio((fake) => void withStorms(3)(fake))
  await expectRowCount('3')
  studio.studio.override('connection/open', () => new Promise(() => undefined))
  const dialog = await openDialog(studio)
  await studio.user.click(within(dialog).getByRole('textbox', { name: 'Cluster URI' }))
  await studio.user.paste('help')
  await studio.user.keyboard('{Enter}')
  act(() => studio.studio.emit('connection/asking', { isAsking: true }))
  expect((await within(dialog).findByRole('status')).textContent).toMatch(/It waits for your answer there/)
  act(() => studio.studio.emit('connection/asking', { isAsking: false }))
  expect(within(dialog).getByRole('status').textContent).toMatch(/^Connecting to .* stays open until then\.$/)
})

test('cancel goes back: the table that was open is still there, and its cluster connected', async () => {
  const studio = await renderStudio((fake) => void withStorms(3)(fake))
  await expectRowCount('3')
  studio.studio.override('connection/open', () => new Promise(() => undefined))
  const dialog = await openDialog(studio)
  await studio.user.type(
    within(dialog).getByRole('textbox', { name: 'Cluster URI' }),
    'help.westeurope{Enter}',
  )
  expect((await within(dialog).findByRole('status')).textContent).toContain(
    'Local cluster stays open until then.',
  )
  await studio.user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  await studio.user.click(await within(dialog).findByRole('button', { name: 'Cancel' }))
  await screen.findByRole('button', { name: 'Cluster: Local cluster, connected' })
  screen.getByRole('heading', { name: 'MyStormEvents', level: 1 })
  await expectRowCount('3')
})

test('a cluster that cannot be opened leaves the open one as it is, and says why', async () => {
  const studio = await renderStudio((fake) => {
    withStorms(3)(fake)
    fake.world.settings = { ...fake.world.settings, recentClusters: ['https://gone.kusto.windows.net'] }
  })
  await expectRowCount('3')
  studio.studio.override('connection/open', () => {
    throw new StudioError('ClusterUnreachable', 'gone.kusto.windows.net could not be found.')
  })
  await studio.user.click(screen.getByRole('button', { name: 'Cluster: Local cluster, connected' }))
  await studio.user.click(await screen.findByRole('menuitem', { name: 'gone.kusto.windows.net' }))
  await screen.findByText('gone.kusto.windows.net could not be found.')
  screen.getByRole('button', { name: 'Cluster: Local cluster, connected' })
  screen.getByRole('heading', { name: 'MyStormEvents', level: 1 })
  act(() => studio.studio.world.tables.forEach((table) => studio.studio.world.count(table)))
  await expectRowCount('3')
})

test('a cluster is marked and stands first, and one that is not wanted any more is removed', async () => {
  const [first, second] = ['https://a.kusto.windows.net', 'https://b.kusto.windows.net']
  const studio = await renderStudio((fake) => {
    withStorms(3)(fake)
    fake.world.settings = { ...fake.world.settings, recentClusters: [first, second] }
  })
  await expectRowCount('3')
  const dialog = await openDialog(studio)
  const list = within(dialog).getByRole('list', { name: 'Favorites and recent clusters' })
  const uris = (): string[] =>
    within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent)
  expect(uris()).toEqual([first, second])
  await studio.user.click(within(list).getByRole('button', { name: `Favorite: ${second}` }))
  expect(uris()).toEqual([second, first])
  within(list).getByRole('button', { name: `Favorite: ${second}`, pressed: true })
  expect(studio.studio.world.settings.favoriteClusters).toEqual([second])
  await studio.user.click(within(list).getByRole('button', { name: `Remove ${first} from this list` }))
  expect(uris()).toEqual([second])
  expect(studio.studio.world.settings.recentClusters).toEqual([second])
})
