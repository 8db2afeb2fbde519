import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderStudio, stormFile, withStorms } from './render-studio'

test('the options go with the next ingestion, say their cost, and can be taken back', async () => {
  const { user, studio } = await renderStudio((prepared) => void withStorms()(prepared))
  await user.upload(await screen.findByLabelText('Files to ingest'), stormFile('storms.csv', 12))
  await user.click(screen.getByRole('button', { name: 'Options' }))
  await user.selectOptions(
    await screen.findByLabelText('Ingestion mapping'),
    await screen.findByRole('option', { name: 'storm_positions (Csv)' }),
  )
  screen.getByText(/you can undo an ingestion/)
  await user.click(await screen.findByRole('switch', { name: 'Tag the rows of each ingestion' }))
  screen.getByText('Without a tag, landed rows are not counted exactly, and there is no undo.')
  await user.type(screen.getByLabelText('Your own extent tag'), 'backfill')
  await user.keyboard('{Escape}')
  await user.click(await screen.findByRole('button', { name: 'Options (3)' }))
  await user.click(await screen.findByRole('button', { name: 'Reset' }))
  expect(await screen.findByRole('switch', { name: 'Tag the rows of each ingestion' })).toHaveProperty(
    'checked',
    true,
  )
  await user.selectOptions(
    await screen.findByLabelText('Ingestion mapping'),
    await screen.findByRole('option', { name: 'storm_positions (Csv)' }),
  )
  const mapping = '[{"column":"State","Ordinal":2}]'
  await user.upload(screen.getByLabelText('File with an ingestion mapping'), new File([mapping], 'own.json'))
  await screen.findByRole('option', { name: 'own.json (file)', selected: true })
  await user.type(screen.getByLabelText('Files to read in zip archives'), '\\.csv$')
  await user.click(screen.getByRole('switch', { name: 'Skip what was ingested before' }))
  screen.getByText(/Each source gets the tag ingest-by: with its path/)
  await user.click(await screen.findByRole('switch', { name: 'Upload each file as its own blob' }))
  await user.keyboard('{Escape}')
  await user.click(await screen.findByRole('button', { name: 'Ingest 12 records' }))
  await waitFor(() => {
    const started = studio.requests.filter(({ method }) => method === 'jobs/start')
    expect(started.map(({ request }) => request)).toMatchObject([
      {
        mappingText: mapping,
        zipPattern: '\\.csv$',
        ingestIfNotExists: '{path}',
        tagged: true,
        separateBlobs: true,
      },
    ])
  })
})
