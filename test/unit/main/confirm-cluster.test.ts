import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createConfirmedPlaces } from '../../../electron/services/confirmed-places'

const showMessageBox = vi.hoisted(() => vi.fn())
vi.mock('electron', () => ({ dialog: { showMessageBox } }))
const { confirmApplication, confirmingClusters } = await import('../../../electron/main/confirm-cluster')

let home: string
let asking: boolean[]
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'confirmed-'))
  showMessageBox.mockReset()
  asking = []
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const signal = new AbortController().signal
const answer = (response: number): void => void showMessageBox.mockResolvedValue({ response })
const confirm = (uri: string, purpose: 'connect' | 'check' = 'connect'): Promise<void> =>
  confirmingClusters(
    createConfirmedPlaces(home),
    () => undefined,
    (isAsking) => asking.push(isAsking),
  )(uri, purpose, signal)

describe('connecting to a cluster for the first time', () => {
  it('asks in a dialog that names both addresses, and never again after a yes', async () => {
    answer(0)
    await confirm('mycluster.westeurope')
    await confirm('https://mycluster.westeurope.kusto.windows.net')
    expect(showMessageBox).toHaveBeenCalledTimes(1)
    expect(showMessageBox.mock.calls[0]?.[0]).toMatchObject({
      message: 'Connect to mycluster.westeurope.kusto.windows.net?',
      detail: expect.stringContaining('https://ingest-mycluster.westeurope.kusto.windows.net') as string,
    })
  })

  it('does not connect after a no, and asks the next time', async () => {
    answer(1)
    await expect(confirm('https://a.kusto.windows.net')).rejects.toMatchObject({ code: 'Canceled' })
    await expect(confirm('https://a.kusto.windows.net')).rejects.toMatchObject({ code: 'Canceled' })
    expect(showMessageBox).toHaveBeenCalledTimes(2)
  })

  it('asks for each cluster, for other programs on this machine too', async () => {
    answer(0)
    await confirm('https://a.kusto.windows.net')
    await confirm('http://127.0.0.1:8080')
    await confirm('http://127.0.0.1:8081')
    expect(showMessageBox).toHaveBeenCalledTimes(3)
  })
})

describe('checking a cluster that is not known', () => {
  it('asks about the check, and a yes to it is none to connecting', async () => {
    answer(0)
    await confirm('mycluster.westeurope', 'check')
    await confirm('mycluster.westeurope', 'check')
    expect(showMessageBox).toHaveBeenCalledTimes(1)
    expect(showMessageBox.mock.calls[0]?.[0]).toMatchObject({
      message: 'Check the connection to mycluster.westeurope.kusto.windows.net?',
      detail: expect.stringContaining('it opens nothing and ingests nothing') as string,
      buttons: ['Check', 'Cancel'],
    })
    await confirm('mycluster.westeurope')
    expect(showMessageBox).toHaveBeenCalledTimes(2)
    expect(showMessageBox.mock.calls[1]?.[0]).toMatchObject({
      message: 'Connect to mycluster.westeurope.kusto.windows.net?',
      buttons: ['Connect', 'Cancel'],
    })
  })

  it('is not asked about once the user has agreed to connect', async () => {
    answer(0)
    await confirm('https://a.kusto.windows.net')
    await confirm('https://a.kusto.windows.net', 'check')
    expect(showMessageBox).toHaveBeenCalledTimes(1)
  })

  it('is not done after a no', async () => {
    answer(1)
    await expect(confirm('https://a.kusto.windows.net', 'check')).rejects.toMatchObject({ code: 'Canceled' })
    // The page says meanwhile that the question waits.
    expect(asking).toEqual([true, false])
  })
})

describe('an application that the studio does not know', () => {
  it('is confirmed once', async () => {
    const id = '00000000-0000-4000-8000-000000000001'
    answer(1)
    expect(await confirmApplication(createConfirmedPlaces(home), id, 'Cluster a')).toBe(false)
    answer(0)
    expect(await confirmApplication(createConfirmedPlaces(home), id, 'Cluster a')).toBe(true)
    expect(await confirmApplication(createConfirmedPlaces(home), id, 'Cluster a')).toBe(true)
    expect(showMessageBox).toHaveBeenCalledTimes(2)
  })
})
