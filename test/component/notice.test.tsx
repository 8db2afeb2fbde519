import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { StudioError } from '../../electron/domain/studio-error'
import { fakeFile, fakeTable } from '../../renderer/src/api/fake/fake-world'
import { expectRowCount, renderStudio, withStorms } from './render-studio'

test('a failed action is shown until another one works, whichever it is', async () => {
  let isBroken = true
  const { user } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.override('sources/choose', () => {
      if (isBroken) throw new StudioError('Unexpected', 'The dialog did not open.')
      return [fakeFile('storms.csv')]
    })
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByText('The dialog did not open.')
  isBroken = false
  await user.click(screen.getByRole('button', { name: 'Choose files' }))
  await screen.findByRole('button', { name: /^Ingest [\d,]+ records$/ })
  expect(screen.queryByText('The dialog did not open.')).toBeNull()
})

test('what the page does unasked leaves a notice alone', async () => {
  const { user } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.world.tables.push(fakeTable('Samples', 'Readings', { rows: 7 }))
    fake.override('sources/choose', () => {
      throw new StudioError('Unexpected', 'The dialog did not open.')
    })
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByText('The dialog did not open.')
  // Opening a table reads it, its jobs and its rows, and saves a setting.
  await user.click(screen.getByRole('treeitem', { name: /^Readings/ }))
  await expectRowCount('7')
  screen.getByText('The dialog did not open.')
  await user.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByText('The dialog did not open.')).toBeNull()
})

test('the sample table starts no ingestion if it could not be made, and says why', async () => {
  const { user, studio } = await renderStudio((fake) =>
    fake.override('samples/prepare', () => {
      throw new StudioError('ClusterRefused', 'The cluster refused to make the table.')
    }),
  )
  await user.click(await screen.findByRole('button', { name: 'Try it with sample data' }))
  await screen.findByText('The cluster refused to make the table.')
  expect(studio.requests.map(({ method }) => method)).not.toContain('jobs/start')
})

test('a file that is added while an ingestion starts stays in the list', async () => {
  let start: () => void = () => undefined
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.world.chosen = [fakeFile('first.csv')]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  const begin = studio.world.jobs.start.bind(studio.world.jobs)
  const table = studio.world.tables[0]
  studio.override('jobs/start', async () => {
    await new Promise<void>((resolve) => (start = resolve))
    const source = {
      request: { kind: 'file', handle: 'file-first.csv' },
      name: 'first.csv',
      location: '',
    } as const
    return begin(table as never, studio.world.connection.clusterUri, [
      { ...source, sizeBytes: 1, records: 1, isUploaded: true },
    ])
  })
  await user.click(await screen.findByRole('button', { name: 'Ingest 1,000 records' }))
  studio.world.chosen = [fakeFile('second.csv', { records: 2 })]
  await user.click(screen.getByRole('button', { name: 'Choose files' }))
  await screen.findByText('second.csv')
  start()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove first.csv' })).toBeNull())
  screen.getByRole('button', { name: 'Ingest 2 records' })
})
