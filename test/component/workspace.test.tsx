import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { StudioError } from '../../electron/domain/studio-error'
import { fakeTable } from '../../renderer/src/api/fake/fake-world'
import { expectRowCount, renderStudio, withStorms } from './render-studio'

test('a cluster that cannot be reached says what to do, and the window goes on', async () => {
  let isDown = true
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.override('connection/open', ({ clusterUri }) => {
      if (!isDown) return studio.world.open(clusterUri)
      throw new StudioError('ClusterUnreachable', 'Nothing listens on port 40123.', {
        retryable: true,
        nextStep: 'Restart the local cluster.',
      })
    })
  })
  await screen.findByRole('heading', { name: 'This cluster cannot be reached' })
  screen.getByText('Nothing listens on port 40123.')
  screen.getByText('Next: Restart the local cluster.')
  isDown = false
  await user.click(screen.getByRole('button', { name: 'Retry' }))
  await expectRowCount('0')
})

test('the connect dialog shows both URIs while one is typed', async () => {
  const { user, studio } = await renderStudio((fake) => void withStorms()(fake))
  await user.click(await screen.findByRole('button', { name: 'Connect to a cluster…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Connect to a cluster' })
  const field = within(dialog).getByRole('textbox', { name: 'Cluster URI' })
  await user.type(field, 'ingest-help.westeurope')
  within(dialog).getByText('https://help.westeurope.kusto.windows.net')
  within(dialog).getByText('https://ingest-help.westeurope.kusto.windows.net')
  await user.clear(field)
  await user.type(field, 'http://help.westeurope.kusto.windows.net')
  await user.click(within(dialog).getByRole('button', { name: 'Connect' }))
  within(dialog).getByText(/^A cluster is reached by https, not http\./)
  await user.clear(field)
  await user.type(field, 'help.westeurope{Enter}')
  await screen.findByRole('button', { name: 'Cluster: help.westeurope.kusto.windows.net, connected' })
  expect(studio.requests.filter(({ method }) => method === 'connection/open').at(-1)?.request).toEqual({
    clusterUri: 'https://help.westeurope.kusto.windows.net',
  })
})

test('sign-in can be canceled while the browser is open', async () => {
  let wasAborted = false
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.override('connection/open', () => ({
      ...fake.world.describe('help'),
      signIn: { kind: 'signedOut', expired: null },
    }))
    fake.override('connection/signIn', async (_, signal) => {
      signal.addEventListener('abort', () => (wasAborted = true))
      fake.emit('connection/changed', {
        ...fake.world.describe('help'),
        signIn: { kind: 'signingIn', way: 'browser', deviceCode: null },
      })
      return await new Promise(() => undefined)
    })
  })
  await user.click(await screen.findByRole('button', { name: 'Sign in' }))
  const dialog = await screen.findByRole('dialog', { name: /^Sign in to help/ })
  await user.click(within(dialog).getByRole('button', { name: 'Sign in' }))
  await within(dialog).findByText('Continue in your browser.')
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(wasAborted).toBe(true))
  act(() =>
    studio.emit('connection/changed', {
      ...studio.world.describe('help'),
      signIn: { kind: 'signedOut', expired: null },
    }),
  )
  await within(dialog).findByRole('button', { name: 'Sign in' })
})

test('a crashed local cluster is said, and can be started again', async () => {
  const { user, studio } = await renderStudio((fake) => void withStorms()(fake))
  await expectRowCount('0')
  act(() => studio.emit('localCluster/changed', { state: 'crashed', clusterUri: null, error: null }))
  await screen.findByText(/The local cluster stopped unexpectedly/)
  await user.click(screen.getByRole('button', { name: 'Restart local cluster' }))
  await waitFor(() => expect(screen.queryByText(/stopped unexpectedly/)).toBeNull())
})

test('the batching policy is edited within its limits and shown in words', async () => {
  const { user } = await renderStudio((studio) => void withStorms()(studio))
  await user.click(await screen.findByRole('button', { name: /^Batch seals after 10 s, 500 items or 1 GB/ }))
  const dialog = await screen.findByRole('dialog', { name: 'When a batch is sealed' })
  const time = within(dialog).getByRole('textbox', { name: 'Time, in seconds' })
  await user.clear(time)
  await user.type(time, '5')
  await user.click(within(dialog).getByRole('button', { name: 'Save policy' }))
  await within(dialog).findByText('The batching time 5 is outside 10 to 1800 seconds.')
  await user.clear(time)
  await user.type(time, '30{Enter}')
  await screen.findByRole('button', { name: /^Batch seals after 30 s/ })
})

test('a table is made from a typed schema and opened', async () => {
  const { user } = await renderStudio()
  await user.click((await screen.findAllByRole('button', { name: 'New table' }))[0] as HTMLElement)
  const dialog = await screen.findByRole('dialog', { name: 'New table' })
  await user.type(within(dialog).getByRole('textbox', { name: 'Table name' }), 'Readings')
  const schema = within(dialog).getByRole('textbox', { name: 'Schema' })
  await user.type(schema, 'At: datetime, Value: number')
  within(dialog).getByText('Column “Value” has the unknown type “number”. In Kusto it is “real”.')
  within(dialog).getByText(/Types: bool, datetime, decimal, dynamic, guid, int, long, real, string, timespan/)
  await user.clear(schema)
  const seconds = within(dialog).getByLabelText('Batching time, in seconds')
  await user.clear(seconds)
  await user.type(seconds, '5')
  within(dialog).getByText(/5.* is outside 10 to/)
  await user.clear(seconds)
  await user.type(seconds, '10')
  await user.type(schema, 'At: datetime, Value: real')
  within(dialog).getByText('2 columns')
  await user.click(within(dialog).getByRole('button', { name: 'Create table' }))
  await screen.findByRole('heading', { name: 'Readings', level: 1 })
  screen.getByRole('button', { name: '2 columns' })
})

test('the tree is walked with the arrow keys', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.tables.push(fakeTable('Samples', 'Readings', { rows: 1_204_377 }))
  })
  await expectRowCount('0')
  const readings = screen.getByRole('treeitem', { name: /^Readings/ })
  within(readings).getByText('1.2M')
  const storms = screen.getByRole('treeitem', { name: /^MyStormEvents/ })
  act(() => storms.focus())
  await user.keyboard('{ArrowDown}{Enter}')
  await screen.findByRole('heading', { name: 'Readings', level: 1 })
  await expectRowCount('1,204,377')
})

test('a command from the menu does what the button does', async () => {
  const { studio } = await renderStudio((fake) => void withStorms()(fake))
  await expectRowCount('0')
  const command = (name: 'pasteRows' | 'blobUri' | 'query' | 'toggleTheme'): void =>
    act(() => studio.emit('command/requested', { command: name }))
  command('pasteRows')
  expect(document.activeElement).toBe(await screen.findByRole('textbox', { name: 'Rows to paste' }))
  command('blobUri')
  expect(document.activeElement).toBe(await screen.findByRole('textbox', { name: 'Blob URI' }))
  command('toggleTheme')
  await screen.findByRole('radio', { name: 'Dark', checked: true })
  expect(studio.world.settings.theme).toBe('dark')
  command('query')
  await screen.findByRole('region', { name: 'Query' })
})

test('the time column of "last row" is chosen and remembered', async () => {
  const { user, studio } = await renderStudio((fake) => void withStorms(3)(fake))
  const choice = await screen.findByRole('combobox', { name: 'Last row by' })
  expect((choice as HTMLSelectElement).value).toBe('EndTime')
  await user.selectOptions(choice, 'StartTime')
  await waitFor(() =>
    expect(studio.requests.filter(({ method }) => method === 'table/lastRow').at(-1)?.request).toMatchObject({
      timeColumn: 'StartTime',
    }),
  )
  expect(studio.world.settings.timeColumns).toEqual({ 'local/Samples/MyStormEvents': 'StartTime' })
})

test('the chart has a text twin with the same readings', async () => {
  const { user, advance } = await renderStudio((studio) => void withStorms(41)(studio))
  await expectRowCount('41')
  await advance(3000)
  screen.getByRole('img', { name: 'Row count over the last minute: from 41 to 41 rows.' })
  await user.click(screen.getByRole('button', { name: 'As table' }))
  const table = screen.getByRole('table', { name: 'Row count over time, newest first' })
  expect(within(table).getAllByRole('row').length).toBeGreaterThan(1)
  within(table).getAllByText('41')
})

test('1,000 columns are drawn as they are scrolled to', async () => {
  const schema = Array.from({ length: 1000 }, (_, index) => `C${index}: long`).join(',')
  const { user } = await renderStudio((studio) => {
    studio.world.tables.push(fakeTable('Samples', 'Wide', { schema }))
  })
  await user.click(await screen.findByRole('button', { name: '1,000 columns' }))
  // happy-dom lays nothing out, so the dialog finds nothing to focus; a click inside does the same.
  const filter = await screen.findByRole('textbox', { name: 'Find a column', hidden: true })
  await user.click(filter)
  const table = await screen.findByRole('table', { name: 'Columns of Wide' })
  expect(table.getAttribute('aria-rowcount')).toBe('1001')
  const rows = await within(table).findAllByRole('row', { name: /long$/ })
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.length).toBeLessThan(80)
  await user.type(filter, 'C999')
  await within(table).findByText('C999')
})
