import { gzipSync } from 'node:zlib'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { eventually } from '../../../support/eventually'
import { sharedJobs, csvWithHeader } from './jobs-under-test'

const studio = await sharedJobs()

describe('the tutorial: 0, 1,000, 1,001, 2,001', () => {
  test('a file, a paste and a blob land, each accounted for; undo takes exactly one back', async () => {
    await studio.createTable('Tutorial')
    const file = studio.file('thousand.csv', csvWithHeader(1000))
    const first = await studio.start({
      table: 'Tutorial',
      sources: [{ kind: 'file', handle: file, format: 'csv', ignoreFirstRecord: true }],
    })
    expect(first).toMatchObject({ status: 'running', rowsBefore: 0, policy: { maximumNumberOfItems: 1 } })
    const landed = await studio.settled(first.jobId)
    expect(landed).toMatchObject({
      status: 'succeeded',
      rows: { expected: 1000, landed: 1000, refused: 0 },
      rowsBefore: 0,
      rowsAfter: 1000,
      undo: 'possible',
    })
    expect(landed.sources[0]).toMatchObject({ rows: { expected: 1000, landed: 1000, refused: 0 } })

    const paste = await studio.start({
      table: 'Tutorial',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '-1,MEXICO', format: 'csv' }],
    })
    expect(await studio.settled(paste.jobId)).toMatchObject({
      status: 'succeeded',
      rowsBefore: 1000,
      rowsAfter: 1001,
    })

    const blobUri = await studio.client.upload(csvWithHeader(1000, 5000))
    const blob = await studio.start({
      table: 'Tutorial',
      sources: [
        { kind: 'blob', uri: blobUri, format: 'csv', rawDataSizeBytes: 40_000, ignoreFirstRecord: true },
      ],
    })
    expect(await studio.settled(blob.jobId)).toMatchObject({
      status: 'succeeded',
      rows: { expected: 1000, landed: 1000, refused: 0 },
      rowsAfter: 2001,
    })

    const preview = await studio.jobs.undoPreview(first.jobId)
    expect(preview).toMatchObject({ rows: 1000, extents: [{ rows: 1000 }] })
    const undone = await studio.jobs.undo(first.jobId)
    expect(undone).toMatchObject({
      status: 'undone',
      undo: 'undone',
      undoneRows: 1000,
      rowsAfter: 1001,
      rows: { landed: 0 },
    })
    expect(await studio.client.rows('Tutorial | summarize n = count(), least = min(a)')).toEqual([
      { n: 1001, least: -1 },
    ])
  })

  test('the text of a paste is kept until it has landed, and not longer', async () => {
    await studio.createTable('Kept', 'a: long, b: string', 2)
    const kept = (): string[] => {
      const folder = join(studio.home, 'pastes')
      return existsSync(folder) ? readdirSync(folder) : []
    }
    const job = await studio.start({
      table: 'Kept',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,kept until it has landed', format: 'csv' }],
    })
    const [name] = kept()
    expect(readFileSync(join(studio.home, 'pastes', String(name)), 'utf8')).toBe('1,kept until it has landed')
    await studio.start({
      table: 'Kept',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '2,b', format: 'csv' }],
    })
    await studio.settled(job.jobId)
    await eventually(kept, (names) => names.length === 0)
  })
})

describe('what comes out wrong is said', () => {
  const failure = (job: JobSnapshot): unknown => {
    const state = job.sources[0]?.state
    return state?.kind === 'failed' || state?.kind === 'partiallySucceeded' ? state.error : state
  }

  test('a missing file', async () => {
    await studio.createTable('Missing')
    const job = await studio.start({
      table: 'Missing',
      sources: [{ kind: 'file', handle: join(studio.folder, 'nowhere.csv'), format: 'csv' }],
    })
    const settled = await studio.settled(job.jobId)
    expect(settled).toMatchObject({ status: 'failed', rows: { expected: null, landed: 0 } })
    expect(failure(settled)).toMatchObject({ code: 'FileNotFound', retryable: false })
  })

  test('a missing table fails the start, and nothing is kept of it', async () => {
    await expect(
      studio.start({
        table: 'NoSuchTable',
        sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
      }),
    ).rejects.toMatchObject({ code: 'TableNotFound' })
    expect(studio.jobs.list({ table: 'NoSuchTable', limit: 10 })).toEqual([])
  })

  test('a record with another number of fields: nothing lands, and the failure is permanent', async () => {
    await studio.createTable('Fields')
    const text = '1,a\n2,b,too many\n3,c\n'
    const job = await studio.start({
      table: 'Fields',
      sources: [{ kind: 'paste', name: 'Pasted rows', text, format: 'csv' }],
    })
    const settled = await studio.settled(job.jobId)
    expect(failure(settled)).toMatchObject({
      code: 'WrongNumberOfFields',
      serviceCode: 'Stream_WrongNumberOfFields',
      retryable: false,
      // The cluster's own reason and place.
      message: expect.stringMatching(/^“Pasted rows” was not ingested: .*\b3\b/) as string,
      record: 2,
      line: 2,
    })
    expect(settled.rows).toEqual({ expected: 3, landed: 0, refused: 3 })
    const retried = await studio.jobs.retry({ jobId: job.jobId })
    expect(retried.status).toBe('failed')
  })

  test('a transactional update policy that fails, in the words of the service', async () => {
    await studio.createTable('Source', 'a: long, b: string')
    await studio.createTable('Derived', 'a: long')
    const policy = [{ Source: 'Source', Query: 'Source | project a', IsTransactional: true }]
    await studio.client.rows(`.alter table Derived policy update \`\`\`${JSON.stringify(policy)}\`\`\``)
    await studio.client.rows('.alter-merge table Derived (more: string)')
    const ingest = (): Promise<JobSnapshot> =>
      studio.start({
        table: 'Source',
        sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a\n2,b', format: 'csv' }],
      })
    const job = await ingest()
    const settled = await studio.settled(job.jobId)
    expect(failure(settled)).toMatchObject({
      code: 'IngestionFailed',
      serviceCode: 'UpdatePolicy_QuerySchemaDoesNotMatchTableSchema',
      message:
        "“Pasted rows” was not ingested: Failed to invoke the update policy of table 'Derived': Query schema does not match table schema. QuerySchema=('long'), TableSchema=('long,string').",
      nextStep: expect.stringContaining('update policy') as string,
      retryable: false,
    })
    expect(settled.rows).toEqual({ expected: 2, landed: 0, refused: 2 })

    await studio.client.rows('.alter table Derived (a: long)')
    const again = await ingest()
    expect(await studio.settled(again.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 2 } })
    expect(await studio.client.count('Derived')).toBe(2)
  })

  test('a blob that may not be read', async () => {
    await studio.createTable('Forbidden')
    const uri = await studio.client.upload('1,a\n')
    const broken = uri.replace(/sig=[^&]+/, `sig=${encodeURIComponent(Buffer.alloc(32).toString('base64'))}`)
    const job = await studio.start({
      table: 'Forbidden',
      sources: [{ kind: 'blob', uri: broken, format: 'csv', rawDataSizeBytes: 4 }],
    })
    const settled = await studio.settled(job.jobId)
    expect(failure(settled)).toMatchObject({ code: 'BlobForbidden', retryable: false })
    expect(JSON.stringify(settled)).not.toContain('sig=')
  })

  test.each([
    ['never closed', '1,a\n\n2,"never closed\n3,c\n', /^Record 2 \(line 3\) opens a quote in field 2/],
    ['one too many', '1,a\n2,"a"b,"c\n3,c\n', /^Record 2 \(line 2\) has text after the closing quote/],
  ])(
    'a quote that is %s: its place is said, and nothing of the file goes out',
    async (_what, text, words) => {
      await studio.createTable('Quote')
      const file = studio.file('quote.csv', text)
      const job = await studio.start({
        table: 'Quote',
        sources: [{ kind: 'file', handle: file, format: 'csv' }],
      })
      const error = { code: 'ClosingQuoteMissing', record: 2, message: expect.stringMatching(words) }
      expect(failure(await studio.settled(job.jobId))).toMatchObject(error)
      expect(await studio.client.count('Quote')).toBe(0)
      await studio.client.rows('.drop table Quote')
    },
  )

  test('an empty file, and one with a header alone, are skipped', async () => {
    await studio.createTable('Nothing')
    const sources = ['', 'a,b\n'].map((content, index) => ({
      kind: 'file' as const,
      handle: studio.file(`nothing-${index}.csv`, content),
      format: 'csv' as const,
      ignoreFirstRecord: true,
    }))
    const job = await studio.start({ table: 'Nothing', sources })
    const settled = await studio.settled(job.jobId)
    expect(settled).toMatchObject({ status: 'succeeded', counts: { skipped: 2 }, rows: { expected: 0 } })
  })
})

describe('formats and sizes', () => {
  test('a large file is cut at record borders, and its header is only in the first blob', async () => {
    await studio.open({ targetBlobBytes: 300_000 })
    await studio.createTable('Cut', 'a: long, b: string', 1)
    const file = studio.file('cut.csv', csvWithHeader(50_000))
    const job = await studio.start({
      table: 'Cut',
      sources: [{ kind: 'file', handle: file, format: 'csv', ignoreFirstRecord: true }],
    })
    const settled = await studio.settled(job.jobId)
    expect(settled).toMatchObject({
      status: 'succeeded',
      rows: { expected: 50_000, landed: 50_000, refused: 0 },
    })
    const preview = await studio.jobs.undoPreview(job.jobId)
    expect(preview.extents.length).toBeGreaterThan(3)
    expect(
      await studio.client.rows(
        'Cut | summarize n = count(), distinct = dcount(a), low = min(a), high = max(a)',
      ),
    ).toMatchObject([{ n: 50_000, low: 0, high: 49_999 }])
    await studio.open()
  })

  test('a cut that leaves a piece without records does no harm', async () => {
    await studio.open({ targetBlobBytes: 10 })
    await studio.createTable('EmptyPieces')
    const path = studio.file(
      'empty-pieces.csv',
      `${'header, '.repeat(4)}x\n1,a\n2,b\n3,c\n${'\n'.repeat(60)}`,
    )
    const started = await studio.start({
      table: 'EmptyPieces',
      sources: [{ kind: 'file', handle: path, ignoreFirstRecord: true }],
    })
    const job = await studio.settled(started.jobId)
    await studio.open()
    expect(job).toMatchObject({ status: 'succeeded', rows: { expected: 3, landed: 3, refused: 0 } })
  })

  test('gzip goes as it is, under its right name; JSON lines are counted', async () => {
    await studio.createTable('Formats')
    const gzip = studio.file('rows.csv.gz', gzipSync(csvWithHeader(100)))
    const lines = studio.file('rows.json', '{"a":1,"b":"x"}\n\n{"a":2,"b":"y"}')
    const job = await studio.start({
      table: 'Formats',
      sources: [
        { kind: 'file', handle: gzip, format: 'csv', ignoreFirstRecord: true },
        { kind: 'file', handle: lines, format: 'json' },
      ],
    })
    const settled = await studio.settled(job.jobId)
    expect(settled).toMatchObject({ status: 'succeeded', rows: { landed: 102 } })
    expect(settled.sources.map(({ rows }) => rows.expected)).toEqual([100, 2])
  })

  test('without a tag there is no exact count and no undo, and it says so', async () => {
    await studio.createTable('Untagged')
    const job = await studio.start({
      table: 'Untagged',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a\n', format: 'csv' }],
      tagged: false,
      tag: 'mine',
    })
    const settled = await studio.settled(job.jobId)
    expect(settled).toMatchObject({
      status: 'succeeded',
      tag: null,
      rows: { expected: 1, landed: null },
      rowsAfter: 1,
      undo: 'notPossible',
    })
    await expect(studio.jobs.undo(job.jobId)).rejects.toMatchObject({ code: 'RequestInvalid' })
    const [extent] = await studio.client.rows('.show table Untagged extents')
    expect(String(extent?.['Tags'])).toContain('mine')
  })

  test('many small files go side by side, each accounted for', { timeout: 60_000 }, async () => {
    const count = 300
    await studio.createTable('Many', 'a: long, b: string', count)
    const sources = Array.from({ length: count }, (_, index) => ({
      kind: 'file' as const,
      handle: studio.file(`many-${index}.csv`, csvWithHeader(3, index * 3)),
      format: 'csv' as const,
      ignoreFirstRecord: true,
    }))
    const job = await studio.start({ table: 'Many', sources })
    const settled = await studio.settled(job.jobId)
    expect(settled).toMatchObject({
      status: 'succeeded',
      sourceCount: count,
      counts: { succeeded: count },
      rows: { expected: 900, landed: 900, refused: 0 },
    })
    expect(settled.sources).toHaveLength(200)
    const rest = studio.jobs.sources({ jobId: job.jobId, offset: 200, limit: 1000 })
    expect(rest).toHaveLength(100)
    expect(rest.every(({ rows }) => rows.landed === 3)).toBe(true)
    expect(await studio.client.rows('Many | summarize n = count(), d = dcount(a)')).toMatchObject([
      { n: 900 },
    ])
  })
})

test('events: the last change always, revisions grow', async () => {
  await studio.createTable('Events')
  const seen: JobSnapshot[] = []
  const unsubscribe = studio.jobs.onChange((change) => seen.push(change.snapshot()))
  const job = await studio.start({
    table: 'Events',
    sources: [{ kind: 'paste', name: 'Pasted rows', text: `1,${randomUUID()}`, format: 'csv' }],
  })
  await eventually(
    () => seen.at(-1),
    (last) => last?.jobId === job.jobId && last.status === 'succeeded' && last.rowsAfter === 1,
  )
  unsubscribe()
  const revisions = seen.filter(({ jobId }) => jobId === job.jobId).map(({ revision }) => revision)
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b))
})
