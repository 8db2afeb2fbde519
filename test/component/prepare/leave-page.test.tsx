import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { stormContent } from '../../../renderer/src/api/fake/fake-content'
import { fakeFile } from '../../../renderer/src/api/fake/fake-world'
import { renderStudio, withStorms, type RenderedStudio } from '../render-studio'

async function renderWithFile(): Promise<RenderedStudio> {
  const rendered = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.chosen = [fakeFile('storms.csv', { handle: 'storms' })]
    studio.world.contents.set('storms', stormContent({ records: 1000 }))
  })
  await rendered.user.click(await screen.findByRole('button', { name: 'Choose files' }))
  return rendered
}

test('Escape closes the page from wherever the focus is, and the focus returns to what opened it', async () => {
  const { user } = await renderWithFile()
  for (const name of ['Look into storms.csv', 'Look']) {
    await user.click(await screen.findByRole('button', { name }))
    await screen.findByRole('grid')
    // Outside of the page, in the sidebar.
    screen.getByRole('radio', { name: 'Dark' }).focus()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('grid')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name })))
  }
})

test('Escape closes an open menu or dialog first, and takes back a name that is being typed', async () => {
  const { user } = await renderWithFile()
  await user.click(await screen.findByRole('button', { name: 'Look' }))
  await screen.findByRole('grid')
  await user.click(screen.getByRole('button', { name: 'Commands' }))
  await screen.findByRole('dialog', { name: 'Commands' })
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  // The page is back for everyone who asks by role a moment after the dialog is gone.
  await user.click(await screen.findByRole('radio', { name: 'New table' }))
  const name = await screen.findByRole('textbox', { name: 'Name of column State' })
  await user.type(name, 'X{Escape}')
  expect(screen.getByRole('grid')).toBeTruthy()
  await screen.findByRole('textbox', { name: 'Name of column State' })
  await user.click(screen.getByRole('button', { name: /^Type of State/ }))
  await screen.findByRole('menu')
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
  screen.getByRole('grid')
})
