import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { fakeTable } from '../../renderer/src/api/fake/fake-world'
import { expectRowCount, renderStudio, withStorms, type RenderedStudio } from './render-studio'

async function openPalette(): Promise<RenderedStudio & { readonly palette: HTMLElement }> {
  const rendered = await renderStudio((fake) => {
    withStorms(3)(fake)
    fake.world.tables.push(fakeTable('Samples', 'Readings', { rows: 41 }))
    fake.world.settings = { ...fake.world.settings, recentClusters: ['https://help.kusto.windows.net'] }
  })
  await expectRowCount('3')
  act(() => rendered.studio.emit('command/requested', { command: 'palette' }))
  return { ...rendered, palette: await screen.findByRole('dialog', { name: 'Go to' }) }
}

test('the palette opens a table by a part of its name, with the keyboard alone', async () => {
  const { user, palette } = await openPalette()
  await user.type(within(palette).getByRole('combobox'), 'read')
  within(palette).getByRole('option', { name: /^Readings/, selected: true })
  await user.keyboard('{Enter}')
  await screen.findByRole('heading', { name: 'Readings', level: 1 })
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('it runs commands and shows their keys, and walks through its lines', async () => {
  const { user, palette } = await openPalette()
  const field = within(palette).getByRole('combobox')
  await user.type(field, 'paste')
  within(palette).getByRole('option', { name: /Paste rows.*Ctrl\+Shift\+V/, selected: true })
  await user.clear(field)
  const first = within(palette).getAllByRole('option')[0]
  await user.type(field, '{ArrowDown}')
  expect(first?.getAttribute('aria-selected')).toBe('false')
  await user.type(field, '{ArrowUp}')
  expect(first?.getAttribute('aria-selected')).toBe('true')
  await user.type(field, 'paste{Enter}')
  expect(document.activeElement).toBe(await screen.findByRole('textbox', { name: 'Rows to paste' }))
})

test('it opens clusters, and says so if nothing fits', async () => {
  const { user, palette, studio } = await openPalette()
  const field = within(palette).getByRole('combobox')
  await user.type(field, 'nothing like it')
  within(palette).getByText('Nothing has this in its name.')
  await user.clear(field)
  await user.type(field, 'help{Enter}')
  await screen.findByRole('button', { name: 'Cluster: help.kusto.windows.net, connected' })
  expect(studio.requests.at(-1)).toBeDefined()
})

test('a favorite table stands first, in the palette and in the tree, and can be of another cluster', async () => {
  const { user, palette, studio } = await openPalette()
  await user.type(within(palette).getByRole('combobox'), 'a favorite{Enter}')
  const here = { clusterUri: 'local', database: 'Samples', table: 'MyStormEvents' }
  expect(studio.world.settings.favoriteTables).toEqual([here])
  const star = await screen.findByRole('button', { name: 'Favorite: MyStormEvents', pressed: true })
  await user.click(star)
  expect(studio.world.settings.favoriteTables).toEqual([])

  const tree = (): string[] =>
    screen
      .getAllByRole('treeitem', { name: /^(MyStorm|Readings)/ })
      .map((item) => item.textContent.slice(0, 8))
  expect(tree()).toEqual(['MyStormE', 'Readings'])
  const second = { ...here, table: 'Readings' }
  act(() => studio.emit('settings/changed', { ...studio.world.settings, favoriteTables: [second] }))
  expect(tree()).toEqual(['Readings', 'MyStormE'])

  const there = { clusterUri: 'https://help.kusto.windows.net', database: 'Samples', table: 'Readings' }
  act(() => studio.emit('settings/changed', { ...studio.world.settings, favoriteTables: [there] }))
  act(() => studio.emit('command/requested', { command: 'palette' }))
  const again = await screen.findByRole('dialog', { name: 'Go to' })
  expect(within(again).getAllByRole('option')[0]?.textContent).toContain(
    'Readingsfavorite table, Samples, help.kusto.windows.net',
  )
  await user.keyboard('{Enter}')
  await screen.findByRole('button', { name: 'Cluster: help.kusto.windows.net, connected' })
  await screen.findByRole('heading', { name: 'Readings', level: 1 })
})
