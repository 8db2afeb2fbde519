import { act, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { readingPace } from '../../electron/domain/row-count-series'
import { isClusterAway, isSilent } from '../../renderer/src/state/row-counts'
import { expectRowCount, renderStudio, withStorms } from './render-studio'

const failure = (code: 'ClusterUnreachable' | 'TableNotFound') =>
  ({ code, message: 'It is gone.', retryable: true }) as const

test('a cluster that stops answering is shown so within 5 s, with the time of the last count', async () => {
  const { studio } = await renderStudio((fake) => void withStorms(7)(fake))
  await expectRowCount('7')
  const table = studio.world.tables[0]
  const watch = await studio.api.call('table/watch', { database: 'Samples', table: table?.name ?? '' })
  if (!watch.ok) throw new Error('No watch.')
  screen.getByRole('button', { name: 'Cluster: Local cluster, connected' })
  const error = failure('ClusterUnreachable')
  act(() => studio.emit('table/rowCount', { ...watch.value, revision: 1e9, error }))
  await screen.findByText(/^last counted \d\d:\d\d:\d\d$/)
  screen.getByText('the cluster does not answer')
  expect(screen.queryByText('no change in the last minute')).toBeNull()
  await screen.findByRole('button', { name: 'Cluster: Local cluster, not answering' })
  act(() => studio.emit('table/rowCount', { ...watch.value, revision: 2e9 }))
  await screen.findByRole('button', { name: 'Cluster: Local cluster, connected' })
})

test('a table that somebody dropped is called that, and not one without a change', async () => {
  const { studio } = await renderStudio((fake) => void withStorms(7)(fake))
  await expectRowCount('7')
  const table = studio.world.tables[0]
  const watch = await studio.api.call('table/watch', { database: 'Samples', table: table?.name ?? '' })
  if (!watch.ok) throw new Error('No watch.')
  const error = failure('TableNotFound')
  act(() => studio.emit('table/rowCount', { ...watch.value, revision: 1e9, error }))
  await screen.findByText('dropped')
  screen.getByText('The table is no longer there: somebody dropped it.')
  screen.getByText(/^last counted /)
  expect(screen.queryByText('no change in the last minute')).toBeNull()
  screen.getByRole('button', { name: 'Cluster: Local cluster, connected' })
})

test('an answer that is overdue counts as silence, in less than 5 s even at the slowest pace', () => {
  const watch = {
    database: 'd',
    table: 't',
    revision: 1,
    points: [{ at: 1000, rows: 1, ours: 0 }],
    markers: [],
    batches: [],
    intervalMs: readingPace.longest,
    error: null,
  }
  expect(isSilent(watch, 1000 + readingPace.longest)).toBe(false)
  // The page looks at the clock each half second.
  expect(isSilent(watch, 1000 + 5000 - 500)).toBe(true)
  expect(isClusterAway(watch, 1000 + 4500)).toBe(true)
  const tableGone = { ...watch, error: failure('TableNotFound') }
  expect(isSilent(tableGone, 1000)).toBe(true)
  expect(isClusterAway(tableGone, 1000)).toBe(false)
})

test('a local cluster that crashed shows at its name at once', async () => {
  const { studio } = await renderStudio((fake) => void withStorms(7)(fake))
  await expectRowCount('7')
  act(() => studio.emit('localCluster/changed', { state: 'crashed', clusterUri: null, error: null }))
  await screen.findByRole('button', { name: 'Cluster: Local cluster, not answering' })
})
