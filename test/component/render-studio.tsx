import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { createFakeStudio, type FakeStudio } from '../../renderer/src/api/fake-studio'
import { fakeTable, stormRow, type FakeTable } from '../../renderer/src/api/fake/fake-world'
import { createStudioClient } from '../../renderer/src/api/studio-client'
import { App } from '../../renderer/src/app'
import { ClockContext } from '../../renderer/src/state/clock'
import { createStudioStore, listenToEvents } from '../../renderer/src/state/store'
import { StudioContext } from '../../renderer/src/state/use-studio'

/** The page on a fake bridge, with a user's hands and a clock that the test moves. */
export interface RenderedStudio {
  readonly studio: FakeStudio
  readonly user: UserEvent
  /** Moves the fake cluster's time forward; the page gets each event as it happens. */
  advance(ms: number): Promise<void>
  /** The same, once the page has asked for the check of a source: one that begins later would end later. */
  advanceCheck(ms: number): Promise<void>
}

/** Mounts the page after `prepare` has set up the fake world. */
export async function renderStudio(
  prepare: (studio: FakeStudio) => void | Promise<void> = () => undefined,
): Promise<RenderedStudio> {
  const studio = createFakeStudio()
  await prepare(studio)
  const client = createStudioClient(studio.api)
  const store = createStudioStore(client, studio.clock.now)
  listenToEvents(client, store)
  render(
    <ClockContext value={studio.clock.now}>
      <StudioContext value={store}>
        <App />
      </StudioContext>
    </ClockContext>,
  )
  const user = userEvent.setup()
  const advance = async (ms: number): Promise<void> => {
    await act(async () => {
      for (let left = ms; left > 0; left -= 500) {
        studio.clock.advance(Math.min(500, left))
        await Promise.resolve()
      }
    })
  }
  const advanceCheck = async (ms: number): Promise<void> => {
    const asked = (): boolean => studio.requests.some(({ method }) => method === 'inspection/check')
    await waitFor(() => {
      if (!asked()) throw new Error('The page has asked for no check.')
    })
    await advance(ms)
  }
  return { studio, user, advance, advanceCheck }
}

/** The tutorial's table, empty unless it is given rows. */
export function withStorms(rows = 0): (studio: FakeStudio) => FakeTable {
  return (studio) => {
    const table = fakeTable('Samples', 'MyStormEvents', { rows })
    table.lastRow = stormRow
    studio.world.tables.push(table)
    return table
  }
}

/** Waits until the number above the chart is this. */
export async function expectRowCount(count: string): Promise<void> {
  await screen.findByText(count, { selector: '[data-testid="row-count"]' })
}

/** A file of storm events: a header and this many records. */
export function stormFile(name: string, records: number): File {
  const header = 'StartTime,EndTime,State,DamageProperty,DamageCrops,Source,StormSummary'
  const record = '2018-01-26,2018-01-27,MEXICO,0,0,Unknown,"{}"'
  return new File([[header, ...Array.from({ length: records }, () => record)].join('\n')], name)
}
