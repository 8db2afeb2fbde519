import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { makeFinding } from '../../electron/domain/recognition/make-finding'
import type { BlobLook, ListedBlob } from '../../electron/domain/schema/listed-blob'
import { StudioError } from '../../electron/domain/studio-error'
import type { FakeStudio } from '../../renderer/src/api/fake-studio'
import { renderStudio, withStorms, type RenderedStudio } from './render-studio'

const container = 'https://contoso.blob.core.windows.net/landing'

function blob(path: string, change: Partial<ListedBlob> = {}): ListedBlob {
  return {
    handle: `handle of ${path}`,
    path,
    sizeBytes: 1000,
    rawDataSizeBytes: 1000,
    format: 'csv',
    compression: 'none',
    obstacle: null,
    ...change,
  }
}

/** Opens the blob tab on a container with these blobs, and leaves its field. */
async function openContainer(
  blobs: readonly ListedBlob[],
  options: { readonly uri?: string; readonly prepare?: (studio: FakeStudio) => void } = {},
): Promise<RenderedStudio> {
  const rendered = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.container = [...blobs]
    options.prepare?.(studio)
  })
  const { user } = rendered
  await user.click(await screen.findByRole('tab', { name: 'Blob URI' }))
  await user.click(screen.getByRole('textbox', { name: 'Blob URI' }))
  await user.paste(options.uri ?? `${container}?sv=1&sr=c&sig=topsecret`)
  await user.tab()
  return rendered
}

const sent = (studio: FakeStudio): unknown =>
  studio.requests.find(({ method }) => method === 'jobs/start')?.request
const started = (studio: FakeStudio): unknown[] =>
  studio.requests.filter(({ method }) => method === 'jobs/start').map(({ request }) => request)
const list = (): HTMLElement => screen.getByRole('list', { name: 'Blobs in the container' })

test('a container is listed with what is left out and why, and its blobs are sent by their handles', async () => {
  const { user, studio } = await openContainer([
    blob('2024/01/a.csv'),
    blob('2024/01/b.json', { format: 'json' }),
    blob('2024/01/_SUCCESS', { obstacle: 'hidden', format: null }),
    blob('2024/01/empty.csv', { obstacle: 'empty', sizeBytes: 0 }),
    blob('2024/01/part-0', { format: null }),
    blob('2024', { obstacle: 'folder', sizeBytes: 0 }),
  ])
  await screen.findByText('5 blobs, 4 kB')
  screen.getByText('Left out: 1 hidden or temporary, 1 empty, 1 of a format that the name does not tell')
  expect(document.body.innerHTML).not.toContain('topsecret')
  within(list()).getByText('2024/01/empty.csv')
  within(list()).getByText('left out: empty')
  expect(within(list()).queryByText('2024')).toBeNull()

  await user.click(screen.getByRole('switch', { name: 'First record is a header' }))
  await user.click(screen.getByRole('button', { name: 'Ingest 2 blobs' }))
  expect(sent(studio)).toMatchObject({
    sources: [
      { kind: 'blob', handle: 'handle of 2024/01/a.csv', format: 'csv', ignoreFirstRecord: true },
      { kind: 'blob', handle: 'handle of 2024/01/b.json', format: 'json', ignoreFirstRecord: false },
    ],
  })
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Blobs in the container' })).toBeNull())
})

test('patterns, a date pattern and a format change what is taken at once', async () => {
  const { user, studio } = await openContainer([
    blob('2024/01/05/a.csv'),
    blob('2024/01/06/b.csv'),
    blob('2024/01/06/b.txt.part1', { format: null }),
    blob('undated/c.csv'),
  ])
  await screen.findByRole('button', { name: 'Ingest 3 blobs' })
  await user.click(screen.getByRole('button', { name: 'More' }))
  await user.type(screen.getByRole('textbox', { name: 'Date in the path' }), "'/'yyyy/MM/dd")
  within(list()).getByText('2024-01-05')
  screen.getByText(/1 without a date that the creation time pattern fits/)
  // Rows must not silently get today’s time.
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Ingest 2 blobs' }).disabled).toBe(true)
  await user.type(screen.getByRole('textbox', { name: 'Leave out' }), 'undated/**')
  await user.selectOptions(screen.getByRole('combobox', { name: 'Format' }), 'txt')
  await screen.findByRole('button', { name: 'Ingest 3 blobs' })
  await user.type(screen.getByRole('textbox', { name: 'Only blobs like' }), 'b.*')
  await user.selectOptions(screen.getByRole('combobox', { name: 'Format' }), 'Format by name')
  await user.click(await screen.findByRole('button', { name: 'Ingest 1 blob' }))
  expect(sent(studio)).toMatchObject({
    creationTimePattern: "'/'yyyy/MM/dd",
    sources: [{ handle: 'handle of 2024/01/06/b.csv' }],
  })
})

test('storage looks up a prefix, and a list is stopped and gone on with', async () => {
  let answer = (): void => undefined
  const { user, studio } = await openContainer(
    ['a/1.csv', 'a/2.csv', 'b/3.csv'].map((path) => blob(path)),
    {
      prepare: (fake) => {
        fake.world.blobsPerPage = 1
        const { world } = fake
        fake.override('sources/moreBlobs', async ({ listing }) => {
          await new Promise<void>((resolve) => {
            answer = resolve
          })
          const first = Number(listing)
          return {
            listing: String(first + 1),
            display: world.listed.display,
            blobs: world.container.slice(first, first + 1),
            isComplete: first === 2,
          }
        })
      },
    },
  )
  await screen.findByText('Listing: 1 blob so far…')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Ingest 1 blob' }).disabled).toBe(true)
  await user.click(screen.getByRole('button', { name: 'Stop' }))
  await screen.findByRole('button', { name: 'List the rest' })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Ingest 1 blob' }).disabled).toBe(false)
  await user.click(screen.getByRole('button', { name: 'List the rest' }))
  answer()
  await screen.findByText('Listing: 2 blobs so far…')
  answer()
  await screen.findByText('3 blobs, 3 kB')

  studio.world.blobsPerPage = 5000
  await user.click(screen.getByRole('button', { name: 'More' }))
  await user.type(screen.getByRole('textbox', { name: 'Begins with' }), 'a/{Enter}')
  await screen.findByText('2 blobs, 2 kB')
  expect(studio.world.listed.prefix).toBe('a/')
})

test('5,001 blobs are a list of which only what is seen is drawn', async () => {
  await openContainer(Array.from({ length: 5001 }, (_, index) => blob(`${index}.csv`)))
  await screen.findByRole('button', { name: 'Ingest 5,001 blobs' })
  screen.getByText('5,001 blobs, 5 MB')
  expect(within(list()).queryAllByRole('listitem').length).toBeLessThan(100)
})

const found = (path: string, firstRecord: string[]): BlobLook => {
  const compression = 'none' as const
  return {
    handle: `handle of ${path}`,
    found: { display: path, name: path, sizeBytes: 1000, format: 'csv', compression, firstRecord },
    problem: null,
  }
}

test('some blobs are looked at: headers are left out of all alike, and what cannot be read is not sent', async () => {
  const problem = { code: 'EncodingNotSupported', message: 'It is UTF-16.', retryable: false } as const
  const header = ['StartTime', 'State']
  const { user, studio } = await openContainer(
    ['a/1.csv', 'a/2.csv', 'b/3.csv', 'b/4.csv'].map((path) => blob(path)),
    {
      prepare: ({ world }) => {
        world.blobLooks.set('handle of a/1.csv', found('a/1.csv', header))
        world.blobLooks.set('handle of b/3.csv', found('b/3.csv', ['2024-01-01', 'TEXAS']))
        world.blobLooks.set('handle of b/4.csv', { handle: 'handle of b/4.csv', found: null, problem })
      },
    },
  )
  await screen.findByText(/Looked at 2 of 3 blobs: 1 begin with a header/)
  screen.getByRole('switch', { name: 'First record is a header in 1 of 2 looked at' })
  within(list()).getByText('left out: It is UTF-16.')
  await user.click(screen.getByRole('button', { name: 'Ingest 3 blobs' }))
  // Those with a header go by its names; the mapping that says so is theirs alone.
  await waitFor(() => expect(started(studio)).toHaveLength(2))
  expect(started(studio)).toMatchObject([
    {
      mappingText: expect.stringContaining('"Ordinal":"1"') as string,
      sources: [
        { handle: 'handle of a/1.csv', ignoreFirstRecord: true },
        { handle: 'handle of a/2.csv', ignoreFirstRecord: true },
      ],
    },
    { sources: [{ handle: 'handle of b/3.csv', ignoreFirstRecord: false }] },
  ])
  expect(started(studio)[1]).not.toHaveProperty('mappingText')
})

test('each blob that is matched by name lands by its own header, also those that nobody had looked at', async () => {
  const paths = Array.from({ length: 40 }, (_, index) => `${String(index).padStart(2, '0')}.csv`)
  const isTurned = (path: string): boolean => path === '07.csv' || path === '08.csv'
  const { user, studio } = await openContainer(
    paths.map((path) => blob(path)),
    {
      prepare({ world }) {
        for (const path of paths)
          world.blobLooks.set(
            `handle of ${path}`,
            found(path, isTurned(path) ? ['State', 'StartTime'] : ['StartTime', 'State']),
          )
      },
    },
  )
  await screen.findByText(/Looked at 20 of 40 blobs/)
  await user.click(screen.getByRole('button', { name: 'Ingest 40 blobs' }))
  await waitFor(() => expect(started(studio)).toHaveLength(2))
  const jobs = started(studio) as { mappingText: string; sources: { handle: string }[] }[]
  expect(jobs.map(({ sources }) => sources.length).sort()).toEqual([2, 38])
  const turned = jobs.find(({ sources }) => sources.length === 2)
  expect(turned?.sources.map(({ handle }) => handle)).toEqual(['handle of 07.csv', 'handle of 08.csv'])
  expect(turned?.mappingText).not.toBe(jobs.find((job) => job !== turned)?.mappingText)
})

test('a blob that Kusto is known to refuse is sent only if the button says so', async () => {
  const refused = makeFinding('otherCompressionThanNamed', 'refused', {
    count: 1,
    facts: { compression: 'gzip', named: 'none' },
  })
  const handle = 'handle of a/packed.csv'
  const { user, studio } = await openContainer([blob('a/packed.csv'), blob('a/plain.csv')], {
    prepare({ world }) {
      const found = { display: 'x', name: 'packed.csv', format: 'csv', sizeBytes: 1000 } as const
      world.blobLooks.set(handle, {
        handle,
        found: { ...found, compression: 'gzip', findings: [refused] },
        problem: null,
      })
    },
  })
  await screen.findByText(/Kusto refuses a\/packed\.csv/)
  expect(screen.queryByRole('button', { name: /^Ingest 2/ })).toBeNull()
  expect(sent(studio)).toBeUndefined()
  await user.click(screen.getByRole('button', { name: 'Send anyway' }))
  await waitFor(() =>
    expect(sent(studio)).toMatchObject({ sources: [{ handle }, { handle: 'handle of a/plain.csv' }] }),
  )
})

test('what storage refuses is said, and can be tried again', async () => {
  const { user, studio } = await openContainer([blob('a.csv')], {
    prepare: (fake) =>
      fake.override('sources/listBlobs', () => {
        throw new StudioError('BlobForbidden', 'It does not let the studio list what is in it.', {
          nextStep: 'Make a SAS with list permission.',
        })
      }),
  })
  await screen.findByText('It does not let the studio list what is in it.')
  studio.override('sources/listBlobs', () => ({
    listing: 'list',
    display: `${container}/`,
    blobs: [blob('a.csv')],
    isComplete: true,
  }))
  await user.click(screen.getByRole('button', { name: 'Check' }))
  await screen.findByRole('button', { name: 'Ingest 1 blob' })
})

test('a folder without a slash at its end is recognised when there is no such blob', async () => {
  await openContainer([blob('a.csv')], {
    uri: `${container}/2024?sv=1&sr=c&sig=topsecret`,
    prepare: (fake) =>
      fake.override('sources/inspectBlob', () => {
        throw new StudioError('BlobNotFound', 'It is not there.')
      }),
  })
  await screen.findByRole('button', { name: 'Ingest 1 blob' })
})
