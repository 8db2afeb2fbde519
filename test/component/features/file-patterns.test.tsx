import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { fakeFile } from '../../../renderer/src/api/fake/fake-world'
import { renderStudio, withStorms } from '../render-studio'

test('two fields choose among the files of a folder, and the button ingests those', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.chosen = [
      ...['a.csv', 'old/b.csv', 'c.tsv', 'd.json'].map((relativePath) =>
        fakeFile(relativePath.replace(/.*\//, ''), { relativePath }),
      ),
      fakeFile('data', {
        records: null,
        problem: {
          code: 'LeftOut',
          message: '3 hidden or temporary files or folders in “data” were left out.',
          retryable: false,
        },
      }),
    ]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose folder' }))
  await screen.findByRole('button', { name: 'Ingest 4,000 records' })
  expect(screen.queryByText(/cannot be ingested/)).toBeNull()
  screen.getByText(/3 hidden or temporary files/)

  const onlyLike = screen.getByRole('textbox', { name: 'Only files like' })
  await user.type(onlyLike, '*.csv, *.tsv')
  screen.getByText('3 of 4 files match')
  screen.getByRole('button', { name: 'Ingest 3,000 records' })
  await user.type(screen.getByRole('textbox', { name: 'Leave out' }), 'old/**')
  screen.getByText('2 of 4 files match')
  await user.click(screen.getByRole('button', { name: 'Ingest 2,000 records' }))
  // The files left out are gone too: the next drop starts without patterns.
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Only files like' })).toBeNull())
  await user.click(screen.getByRole('button', { name: 'Choose folder' }))
  await screen.findByRole('button', { name: 'Ingest 4,000 records' })
})

test('files that were chosen one by one need no patterns', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.chosen = [fakeFile('a.csv')]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByRole('button', { name: 'Ingest 1,000 records' })
  expect(screen.queryByRole('textbox', { name: 'Only files like' })).toBeNull()
})
