import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { StudioError, toWireError } from '../../electron/domain/studio-error'
import { fakeFile } from '../../renderer/src/api/fake/fake-world'
import { expectRowCount, renderStudio, withStorms } from './render-studio'

const trouble = (
  message: string,
): { part: 'studio'; times: number; error: ReturnType<typeof toWireError> } => ({
  part: 'studio',
  times: 1,
  error: toWireError(new StudioError('Unexpected', message, { nextStep: 'Go on.' })),
})

test('what breaks in the studio stays in sight until it is dismissed, and leads to the diagnostics', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms(7)(fake)
    fake.world.diagnostics = 'Versions:\n  studio 0.1.0\n'
  })
  await expectRowCount('7')
  act(() => studio.emit('studio/trouble', trouble('It broke.')))
  act(() => studio.emit('studio/trouble', trouble('It broke.')))
  const banner = await screen.findByRole('alert')
  within(banner).getByText('It broke.')
  within(banner).getByText('It happened 2 times.')
  const written = vi.spyOn(navigator.clipboard, 'writeText')
  await user.click(within(banner).getByRole('button', { name: 'Copy diagnostics…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Diagnostics' })
  await within(dialog).findByText(/studio 0\.1\.0/)
  await user.click(within(dialog).getByRole('button', { name: 'Copy' }))
  expect(written).toHaveBeenCalledWith('Versions:\n  studio 0.1.0\n')
  await within(dialog).findByText('Diagnostics copied.')
  await user.click(within(dialog).getByRole('button', { name: 'Close' }))
  await user.click(await screen.findByRole('button', { name: 'Dismiss' }))
  await waitFor(() => expect(screen.queryByText('It broke.')).toBeNull())
})

test('a page that was loaded again after a crash says so', async () => {
  await renderStudio((fake) => {
    withStorms(7)(fake)
    fake.override('studio/bootstrap', () => ({
      version: '0.1.0',
      platform: 'linux',
      settings: fake.world.settings,
      localCluster: fake.world.localCluster,
      connection: null,
      firstCluster: 'local',
      openedLink: null,
      readOnly: null,
      lowDisk: null,
      trouble: trouble('This window’s page crashed and was loaded again.'),
    }))
  })
  await screen.findByText('This window’s page crashed and was loaded again.')
})

test('the diagnostics can be opened by the menu, and say why if they cannot be gathered', async () => {
  const { studio } = await renderStudio((fake) => {
    withStorms(7)(fake)
    fake.override('studio/diagnostics', () => {
      throw new StudioError('Unexpected', 'The log cannot be read.')
    })
  })
  await expectRowCount('7')
  act(() => studio.emit('command/requested', { command: 'diagnostics' }))
  await screen.findByText('The log cannot be read.')
})

test('a local cluster that ended says so until it is back', async () => {
  const { studio } = await renderStudio((fake) => void withStorms(7)(fake))
  await expectRowCount('7')
  const error = toWireError(new StudioError('LocalClusterFailed', 'The local cluster stopped unexpectedly.'))
  act(() => studio.emit('localCluster/changed', { state: 'starting', clusterUri: null, error }))
  await screen.findByText(/The local cluster is starting\. The local cluster stopped unexpectedly\./)
  const { clusterUri } = studio.world.localCluster
  act(() => studio.emit('localCluster/changed', { state: 'running', clusterUri, error: null }))
  await waitFor(() => expect(screen.queryByText(/stopped unexpectedly/)).toBeNull())
})

test('a disk that is nearly full, and a journal that may only be read, stay in sight as long as that is so', async () => {
  const { studio } = await renderStudio((fake) => {
    withStorms(7)(fake)
    fake.world.readOnly = { jobs: 12, isWhole: false }
  })
  await screen.findByText(/^Open read-only: nothing is sent or changed\. 12 ingestions could be read/)
  const low = { place: 'home', folder: '/home/ana', free: 90_000_000, needed: 268_435_456 } as const
  act(() => studio.emit('studio/lowDisk', { low }))
  await screen.findByText(/^Only .* are free on the disk with the home folder; the studio should have/)
  act(() => studio.emit('studio/lowDisk', { low: null }))
  await waitFor(() => expect(screen.queryByText(/are free on the disk/)).toBeNull())
})

test('files that the system opens are chosen like dropped ones', async () => {
  const { studio } = await renderStudio((fake) => void withStorms(7)(fake))
  await expectRowCount('7')
  act(() => studio.emit('sources/opened', studio.world.remember([fakeFile('opened.csv')])))
  await screen.findByText('opened.csv')
})

test('files that the studio is started with wait for the cluster, and are looked into for a new table', async () => {
  const { studio } = await renderStudio()
  act(() => studio.emit('sources/opened', studio.world.remember([fakeFile('opened.csv')])))
  await screen.findByRole('heading', { name: /opened\.csv/, level: 1 })
})
