import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { StudioError } from '../../../electron/domain/studio-error'
import { editorText, typeQuery } from '../query/kql-editor'
import { renderStudio, type RenderedStudio } from '../render-studio'

/** The page before the cluster has listed its databases; `answer` makes it list them. */
async function renderBeforeDatabases(): Promise<RenderedStudio & { readonly answer: () => Promise<void> }> {
  let give: () => void = () => undefined
  const rendered = await renderStudio((fake) => {
    fake.override(
      'catalog/databases',
      () => new Promise((resolve) => (give = () => resolve([{ name: 'Samples' }]))),
    )
  })
  await screen.findByRole('button', { name: /^Cluster: Local cluster, connected/ })
  return { ...rendered, answer: () => act(async () => give()) }
}

/** Opens the dialog by its command, fills it in and submits it. */
async function askForTable(
  { studio, user }: Pick<RenderedStudio, 'studio' | 'user'>,
  name: string,
): Promise<ReturnType<typeof within>> {
  act(() => studio.emit('command/requested', { command: 'newTable' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'New table' }))
  await user.type(dialog.getByRole('textbox', { name: 'Table name' }), name)
  await user.type(dialog.getByRole('textbox', { name: 'Schema' }), 'At: datetime')
  await user.click(dialog.getByRole('button', { name: 'Create table' }))
  return dialog
}

test('a table asked for before the databases are known is made once they are', async () => {
  const page = await renderBeforeDatabases()
  const dialog = await askForTable(page, 'Early')
  dialog.getByText('Still loading the cluster’s databases.')
  await page.answer()
  await screen.findByRole('heading', { name: 'Early', level: 1 })
})

test('a table is not made once its dialog was closed', async () => {
  const page = await renderBeforeDatabases()
  const dialog = await askForTable(page, 'Never')
  await page.user.click(dialog.getByRole('button', { name: 'Cancel' }))
  await page.answer()
  await screen.findByRole('treeitem', { name: /^Samples/ })
  expect(page.studio.requests.map(({ method }) => method)).not.toContain('catalog/createTable')
})

test('a query can be typed before the databases are known and run once they are', async () => {
  const { studio, user, answer } = await renderBeforeDatabases()
  act(() => studio.emit('command/requested', { command: 'query' }))
  await waitFor(() => expect(editorText()).toBe(''))
  typeQuery('print 1')
  await user.click(screen.getByRole('button', { name: 'Run' }))
  await screen.findByRole('button', { name: 'Cancel' })
  await answer()
  await screen.findByText(/^1 row/)
})

test('a table asked for before the databases are known says why they cannot be read', async () => {
  const page = await renderStudio((fake) => {
    fake.override('catalog/databases', () => {
      throw new StudioError('ClusterRefused', 'The cluster refused to list its databases.')
    })
  })
  await screen.findAllByText(/refused to list/)
  const dialog = await askForTable(page, 'Never')
  await dialog.findByText('The cluster refused to list its databases.')
})
