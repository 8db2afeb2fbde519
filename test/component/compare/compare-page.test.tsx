import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { compareSnapshots } from '../../../electron/domain/snapshot/compare-snapshots'
import { StudioError } from '../../../electron/domain/studio-error'
import { compareScenes } from '../../../renderer/src/design/compare-scenes'
import { renderStudio, type RenderedStudio } from '../render-studio'
import { editorText } from '../query/kql-editor'

let rendered: RenderedStudio

async function openCompare(): Promise<void> {
  await rendered.user.click(await screen.findByRole('button', { name: 'Compare' }))
}

function page(): HTMLElement {
  return screen.getByRole('group', { name: 'MyStormEvents before and after' })
}

function row(name: string): HTMLElement {
  return within(page()).getByRole('row', { name: new RegExp(`^${name}`) })
}

describe('comparing the table before and after an ingestion', () => {
  beforeEach(async () => {
    rendered = await renderStudio(compareScenes.compare)
  })

  test('shows rows, size, extents and time with their change, and whether all arrived', async () => {
    await openCompare()
    const numbers = await screen.findByRole('region', { name: 'Numbers' })
    const words = numbers.textContent
    expect(words).toContain('1,059,212from 59,212+1,000,000')
    // What the cluster did to extents besides is told apart.
    expect(words).toContain('181 MBfrom 18 MB+161 MB+2 MB by merging extents')
    expect(words).toContain('7from 3+5−1 by merging extents')
    expect(words).toContain('2007 – 2025from 2007 – 2024a year later')
    expect(words).toContain('1,000,000 landed')
  })

  test('the card names the columns that changed, and those that are the same', async () => {
    const card = await screen.findByRole('region', { name: 'Before and after' })
    const list = await within(card).findByRole('list', { name: 'Columns that changed' })
    const told = within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent)
    expect(told.slice(0, 2)).toEqual([
      expect.stringMatching(/^EndTime.+/),
      expect.stringMatching(/^StartTime.+/),
    ])
    expect(told.at(-1)).toMatch(/^State.*as before$/)
  })

  test('lists the changed columns first, in words, and says “as before” of the others', async () => {
    await openCompare()
    const table = await screen.findByRole('table')
    const names = within(table)
      .getAllByRole('rowheader')
      .map((head) => head.textContent)
    expect(names).toEqual([
      'EndTimedatetime',
      'StartTimedatetime',
      'DamagePropertyint',
      'DamageCropsint',
      'Sourcestring',
      'Statestring',
      'StormSummarydynamic',
    ])
    expect(within(row('EndTime')).getByText('2 new nulls')).toBeDefined()
    expect(within(row('DamageProperty')).getByText('new maximum')).toBeDefined()
    expect(within(row('Source')).getByText('3 new values: Drone, App, Buoy')).toBeDefined()
    expect(within(row('DamageCrops')).getByText('91 more distinct values')).toBeDefined()
    expect(within(row('State')).getByText('as before')).toBeDefined()
    expect(screen.getByRole('heading', { name: '5 of 7 columns changed' })).toBeDefined()
  })

  test('says in words where in time the new rows fell', async () => {
    await openCompare()
    const picture = await screen.findByRole('img', {
      name: /rows came in, between 202[23]-\d\d-\d\d and 202[56]-\d\d-\d\d/,
    })
    expect(picture).toBeDefined()
  })

  test('gives the picture as a table too, with the rows that have no time', async () => {
    await openCompare()
    await rendered.user.click(await screen.findByRole('button', { name: 'As table' }))
    const table = await screen.findByRole('table', { name: 'Rows over time, by EndTime' })
    const [, without, newest] = within(table).getAllByRole('row')
    expect(without?.textContent).toBe('no value2')
    expect(newest?.textContent).toMatch(/^2025-\d\d-\d\d – 202[56]-\d\d-\d\d[\d,]+$/)
    await rendered.user.click(screen.getByRole('button', { name: 'As chart' }))
    expect(await screen.findByRole('img', { name: /rows came in/ })).toBeDefined()
  })

  test('opens each number as its KQL, which goes to the query pane', async () => {
    await openCompare()
    await rendered.user.click(await screen.findByTitle('KQL of Nulls, EndTime'))
    const kql = await screen.findByText(/countif\(isnull\(\['EndTime'\]\)\)/)
    expect(kql.textContent).toContain(`where extent_tags() has "drop-by:studio-1"`)
    await rendered.user.click(screen.getByRole('button', { name: 'Open in query' }))
    await waitFor(() => expect(editorText()).toContain(`countif(isnull(['EndTime']))`))
  })

  test('goes back with Escape', async () => {
    await openCompare()
    await screen.findByRole('table')
    await rendered.user.keyboard('{Escape}')
    await waitFor(() =>
      expect(screen.queryByRole('heading', { name: 'Before and after', level: 1 })).toBeNull(),
    )
    expect(await screen.findByRole('button', { name: 'Compare' })).toBeDefined()
  })

  test('keeps a snapshot by hand, and compares any two moments', async () => {
    await openCompare()
    await screen.findByRole('table')
    await rendered.user.click(screen.getByRole('button', { name: 'Snapshot now' }))
    const from = await screen.findByRole('combobox', { name: 'From' })
    const chosen = (box: HTMLElement): string =>
      (box as HTMLSelectElement).selectedOptions[0]?.textContent ?? ''
    expect(chosen(from)).toMatch(/^59,212 rows · .* · Before stormevents-2025\.csv$/)
    expect(chosen(screen.getByRole('combobox', { name: 'To' }))).toContain('By hand')
    const asked = rendered.studio.requests.filter(({ method }) => method === 'snapshots/compare').at(-1)
    expect(asked?.request).toEqual({ moments: { beforeId: 'snapshot-1', afterId: 'snapshot-3' } })
  })

  test('shows rows that came in when they are asked for', async () => {
    await openCompare()
    await screen.findByRole('table')
    await rendered.user.click(screen.getByRole('radio', { name: 'Rows that came in' }))
    expect(await screen.findByRole('grid', { name: 'Rows that came in' })).toBeDefined()
  })

  test('saves a report as a page, a picture or numbers', async () => {
    await openCompare()
    await screen.findByRole('table')
    await rendered.user.click(screen.getByRole('button', { name: 'Report' }))
    await rendered.user.click(await screen.findByRole('menuitem', { name: 'Page (HTML)' }))
    await waitFor(() => {
      const asked = rendered.studio.requests.find(({ method }) => method === 'snapshots/report')
      expect(asked?.request).toMatchObject({ as: 'html', timeColumn: 'EndTime' })
    })
  })

  test('says what failed, and tries again', async () => {
    const { studio } = rendered
    let fails = true
    studio.override('snapshots/compare', ({ moments }) => {
      if (fails)
        throw new StudioError('ClusterUnreachable', 'The cluster does not answer.', { retryable: true })
      expect(moments).toHaveProperty('jobId')
      const [before, after] = [...studio.world.snapshots.values()]
      if (before === undefined || after === undefined) throw new Error('No snapshots')
      return structuredClone(compareSnapshots(before, after))
    })
    await openCompare()
    expect(await screen.findByText('The cluster does not answer.')).toBeDefined()
    fails = false
    await rendered.user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: '5 of 7 columns changed' })).toBeDefined()
    expect(screen.queryByText('The cluster does not answer.')).toBeNull()
  })
})
