import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { expectRowCount, renderStudio, withStorms } from './render-studio'

test('how blobs are queued is chosen in the settings; what only the settings file can say is shown there too', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms(3)(fake)
    fake.world.settings = { ...fake.world.settings, queuedVia: 'rest' }
  })
  await expectRowCount('3')
  const choose = async (name: string): Promise<void> => {
    await user.click(screen.getByRole('button', { name: 'Settings' }))
    await user.click(await screen.findByRole('menuitemradio', { name }))
  }
  await user.click(screen.getByRole('button', { name: 'Settings' }))
  await screen.findByRole('menuitemradio', { name: 'REST wherever the cluster has it', checked: true })
  await user.click(screen.getByRole('menuitemradio', { name: 'Message queue only' }))
  await waitFor(() => expect(studio.world.settings.queuedVia).toBe('queue'))
  await choose('Automatic (REST where the cluster prefers it)')
  await waitFor(() => expect(studio.world.settings.queuedVia).toBe('auto'))
  expect(screen.queryByText('REST wherever the cluster has it')).toBeNull()
})
