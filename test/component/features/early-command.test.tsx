import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderStudio } from '../render-studio'

/** The page while the cluster has not named its databases yet, and what makes it do so. */
async function renderBeforeDatabases(): Promise<
  Awaited<ReturnType<typeof renderStudio>> & { readonly answer: () => Promise<void> }
> {
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

test('a table asked for before the databases are known is made once they are', async () => {
  const { studio, user, answer } = await renderBeforeDatabases()
  act(() => studio.emit('command/requested', { command: 'newTable' }))
  const dialog = await screen.findByRole('dialog', { name: 'New table' })
  await user.type(within(dialog).getByRole('textbox', { name: 'Table name' }), 'Early')
  await user.type(within(dialog).getByRole('textbox', { name: 'Schema' }), 'At: datetime')
  const create = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Create table' })
  expect(create.disabled).toBe(true)
  within(dialog).getByText('The cluster’s databases are not read yet.')
  await answer()
  expect(create.disabled).toBe(false)
  await user.click(create)
  await screen.findByRole('heading', { name: 'Early', level: 1 })
})

test('a query can be typed before the databases are known and run once they are', async () => {
  const { studio, user, answer } = await renderBeforeDatabases()
  act(() => studio.emit('command/requested', { command: 'query' }))
  await user.type(await screen.findByRole('textbox', { name: 'KQL query' }), 'print 1')
  const run = screen.getByRole<HTMLButtonElement>('button', { name: 'Run' })
  expect(run.disabled).toBe(true)
  await answer()
  expect(run.disabled).toBe(false)
  await user.click(run)
  await screen.findByText(/^1 row/)
})
