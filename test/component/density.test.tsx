import { act, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { densityOf } from '../../renderer/src/state/density'
import { expectRowCount, renderStudio, withStorms } from './render-studio'

test.each([
  ['automatic', true, 'comfortable'],
  ['automatic', false, 'compact'],
  ['compact', true, 'compact'],
  ['comfortable', false, 'comfortable'],
] as const)('rows that are %s in a tall window (%s) are %s', (setting, isTall, density) => {
  expect(densityOf(setting, isTall)).toBe(density)
})

test('the height of rows is chosen in the settings, or by a command, and remembered', async () => {
  const { user, studio } = await renderStudio((fake) => void withStorms(3)(fake))
  await expectRowCount('3')
  const shown = (): string | undefined =>
    document.querySelector<HTMLElement>('[data-density]')?.dataset['density']
  expect(shown()).toBe('compact')
  await user.click(screen.getByRole('button', { name: 'Settings' }))
  await user.click(await screen.findByRole('menuitemradio', { name: 'Comfortable' }))
  await waitFor(() => expect(shown()).toBe('comfortable'))
  expect(studio.world.settings.density).toBe('comfortable')
  act(() => studio.emit('command/requested', { command: 'toggleDensity' }))
  await waitFor(() => expect(shown()).toBe('compact'))
  expect(studio.world.settings.density).toBe('compact')
})
