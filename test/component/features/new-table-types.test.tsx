import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { fakeFile } from '../../../renderer/src/api/fake/fake-world'
import { renderStudio, withStorms } from '../render-studio'

test('a table from a file’s header starts with guessed types, which can be changed', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.chosen = [
      fakeFile('sensors.csv', {
        headerColumns: ['At', 'Sensor id', 'Value'],
        schemaGuess: { types: ['datetime', 'guid', 'real'], records: 160 },
      }),
    ]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByText('sensors.csv')
  await user.click((await screen.findAllByRole('button', { name: 'New table' }))[0] as HTMLElement)
  const dialog = await screen.findByRole('dialog', { name: 'New table' })
  expect(within(dialog).queryByText(/guessed/)).toBeNull()
  await user.click(await within(dialog).findByRole('button', { name: 'Use the header of sensors.csv' }))
  const schema = within(dialog).getByRole<HTMLTextAreaElement>('textbox', { name: 'Schema' })
  expect(schema.value).toBe('At: datetime\nSensor id: guid\nValue: real')
  within(dialog).getByText(/Types guessed from the first 160 records/)
  await user.clear(schema)
  await user.type(schema, 'At: datetime')
  within(dialog).getByText('1 column')
})
