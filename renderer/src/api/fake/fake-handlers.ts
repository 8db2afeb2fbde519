import type { MethodName } from '../../../../electron/contract/names'
import type { Request, Response } from '../../../../electron/contract/types'
import { defaultBatchingPolicy, studioBatchingPolicy } from '../../../../electron/domain/batching-policy'
import { localClusterName, parseClusterUri } from '../../../../electron/domain/cluster-uri'
import { parseBlobUri } from '../../../../electron/domain/storage-uri'
import { redactUri } from '../../../../electron/domain/blob-uri'
import { formatFromName } from '../../../../electron/domain/data-format'

import type { Snapshot } from '../../../../electron/domain/schema/snapshot'
import { compareSnapshots, headOf } from '../../../../electron/domain/snapshot/compare-snapshots'
import { StudioError } from '../../../../electron/domain/studio-error'
import { fakeHistoryJob, fakeHistoryPage } from './fake-history'
import { fakeResult, fakeStatements } from './fake-language'
import { toSnapshot, type FakeSource } from './fake-jobs'
import type { FakeMainProcess } from './fake-main-process'
import { fakeSnapshot } from './fake-snapshots'
import { fakeFile, fakeTable, type FakeTable } from './fake-world'

type Awaitable<T> = T | Promise<T>
/** One function for each method of the contract. */
export type FakeHandlers = {
  [M in MethodName]: (request: Request<M>, signal: AbortSignal) => Awaitable<Response<M>>
}

/** Answers each method from the fake world. */
export function createFakeHandlers(world: FakeMainProcess): FakeHandlers {
  const tableOf = ({ database, table }: { database: string; table: string }): FakeTable => {
    const found = world.tables.find((one) => one.database === database && one.name === table)
    if (found !== undefined) return found
    throw new StudioError('TableNotFound', `There is no table “${table}” in ${database}.`)
  }
  const details = (table: FakeTable): Response<'catalog/table'> => ({
    database: table.database,
    table: table.name,
    columns: [...table.columns],
    batchingPolicy: { policy: table.policy, origin: table.origin },
  })
  const job = (jobId: string): Response<'jobs/start'> => toSnapshot(world.jobs.change(jobId, {}))

  return {
    'studio/bootstrap': () => ({
      version: '0.1.0',
      platform: 'linux',
      settings: world.settings,
      localCluster: world.localCluster,
      connection: null,
      firstCluster: localClusterName,
      openedLink: null,
      readOnly: world.readOnly,
      lowDisk: null,
      trouble: null,
    }),
    'studio/diagnostics': () => ({ text: world.diagnostics }),
    'window/open': () => ({}),
    'settings/write': (change) => {
      world.settings = { ...world.settings, ...dropUndefined(change) }
      return world.settings
    },
    'connection/open': ({ clusterUri }) => world.open(clusterUri),
    'connection/check': ({ clusterUri, host }) => ({
      host,
      address: host === 'dataManagement' ? parseClusterUri(clusterUri).dataIngestionUri : clusterUri,
      state: 'ok',
      obstacle: null,
      message: `${host} answers.`,
      nextStep: null,
      ask: null,
      ips: ['20.50.1.7'],
      proxy: null,
      milliseconds: 42,
      clockAheadMs: 0,
      ...world.hostChecks.get(host),
    }),
    'connection/signIn': () => world.connection,
    'connection/openDevicePage': () => ({}),
    'connection/signOut': () => world.connection,
    'localCluster/restart': () => world.localCluster,
    'catalog/databases': () => world.databases.map((name) => ({ name })),
    'catalog/tables': ({ database }) =>
      world.tables
        .filter((table) => table.database === database)
        .map((table) => ({ name: table.name, columnCount: table.columns.length, rowCount: table.rows })),
    'catalog/table': (ref) => details(tableOf(ref)),
    'catalog/mappings': () => [...world.mappings],
    'catalog/createTable': ({ database, table, columns, batchingPolicy }) => {
      if (world.tables.some((one) => one.database === database && one.name === table)) {
        throw new StudioError('TableAlreadyExists', `There is a table “${table}” already.`, {
          nextStep: 'Choose another name, or open that table.',
        })
      }
      const made = { ...fakeTable(database, table, { policy: batchingPolicy }), columns }
      world.tables.push(made)
      return details(made)
    },
    'catalog/setBatchingPolicy': ({ policy, ...ref }) => {
      const table = tableOf(ref)
      table.policy = policy ?? defaultBatchingPolicy
      table.origin = policy === null ? 'default' : 'table'
      return details(table)
    },
    'catalog/addColumns': ({ columns, ...ref }) => {
      const table = tableOf(ref)
      table.columns = [...table.columns, ...columns]
      return details(table)
    },
    'catalog/saveMapping': ({ name, kind, columns }) => {
      const others = world.mappings.filter((known) => known.name !== name || known.kind !== kind)
      world.mappings = [...others, { name, kind, columns }]
      return {}
    },
    'catalog/dropTable': ({ database, table }) => {
      world.tables = world.tables.filter((one) => one.database !== database || one.name !== table)
      return {}
    },
    'samples/prepare': ({ database }) => {
      const known = world.tables.find((one) => one.database === database && one.name === 'MyStormEvents')
      const table = known ?? fakeTable(database, 'MyStormEvents', { policy: studioBatchingPolicy })
      if (known === undefined) world.tables.push(table)
      const source = fakeFile('storm-events-sample.csv')
      world.files.set(source.handle, source)
      return { table: details(table), source }
    },
    'sources/choose': () => world.remember(world.chosen),
    'sources/register': ({ paths }) => world.remember(paths.map((path) => fakeFile(path))),
    'sources/forget': () => ({}),
    'sources/inspectBlob': ({ uri }) => {
      const { display, name } = parseBlobUri(uri)
      const { format, compression } = formatFromName(name)
      return { display, name, sizeBytes: 351_000, format: format ?? null, compression }
    },
    'inspection/look': (request) => world.inspection.look(request),
    'inspection/rows': (request) => world.inspection.rows(request),
    'inspection/check': ({ lookId }) => world.inspection.check(lookId),
    'inspection/stop': ({ lookId }) => world.inspection.stop(lookId),
    'inspection/close': ({ lookId }) => world.inspection.close(lookId),
    'sources/listBlobs': ({ uri, prefix = '' }) => {
      world.listed = { display: redactUri(uri).replace(/\/?$/, '/'), prefix }
      return blobPage(world, 0)
    },
    'sources/moreBlobs': ({ listing }) => blobPage(world, Number(listing)),
    'sources/lookAtBlobs': ({ handles }) =>
      handles.map((handle) => world.blobLooks.get(handle) ?? { handle, found: null, problem: null }),
    'sources/lookAtHeaders': ({ handles }) =>
      handles.map((handle) => world.blobLooks.get(handle) ?? { handle, found: null, problem: null }),
    'jobs/start': ({ sources, ...ref }) => {
      const found = sources.map((source) => describe(source, world))
      return toSnapshot(world.jobs.start(tableOf(ref), world.connection.clusterUri, found))
    },
    'jobs/list': ({ limit }) => [...world.jobs.jobs.values()].slice(-limit).map(toSnapshot),
    'jobs/sources': ({ jobId, offset, limit }) =>
      structuredClone([...(world.jobs.jobs.get(jobId)?.sources ?? [])].slice(offset, offset + limit)),
    'jobs/cancel': ({ jobId, sourceIds }) => {
      const open = world.jobs.jobs.get(jobId)?.sources ?? []
      for (const { sourceId, state } of open) {
        const chosen = sourceIds?.includes(sourceId) ?? true
        if (chosen && ['pending', 'preparing', 'uploading'].includes(state.kind))
          world.jobs.move(jobId, sourceId, { kind: 'cancel' }, { settledAt: world.clock.now() })
        else if (chosen && state.kind === 'queued')
          world.jobs.move(jobId, sourceId, { kind: 'lostTrack', reason: 'stoppedWaiting' })
      }
      return job(jobId)
    },
    'jobs/pause': ({ jobId }) => toSnapshot(world.jobs.change(jobId, { status: 'paused' })),
    'jobs/resume': ({ jobId }) => toSnapshot(world.jobs.change(jobId, { status: 'running' })),
    'jobs/retry': ({ jobId, sourceIds }) => toSnapshot(world.jobs.retry(jobId, sourceIds)),
    'jobs/checkAgain': ({ jobId }) => toSnapshot(world.jobs.checkAgain(jobId)),
    'jobs/provideBlobUri': ({ jobId }) => job(jobId),
    'jobs/move': () => [],
    'jobs/undoPreview': ({ jobId }) => {
      const rows = world.jobs.jobs.get(jobId)?.rows.landed ?? 0
      const extentId = '5d1a4f0e-7a53-4c6e-9a50-2f6f6f0f3f11'
      return { extents: [{ extentId, rows, createdOn: new Date(world.clock.now()).toISOString() }], rows }
    },
    'jobs/undo': ({ jobId }) => {
      const known = world.jobs.jobs.get(jobId)
      if (known === undefined) throw new StudioError('RequestInvalid', 'There is no such ingestion.')
      const table = tableOf(known)
      const rows = known.rows.landed ?? 0
      table.rows -= rows
      table.ours -= rows
      const at = world.clock.now()
      const { kind: sourceKind = 'file', name = '' } = known.sources[0] ?? {}
      table.markers.push({
        at,
        kind: 'undone',
        jobId,
        sourceId: jobId,
        sourceKind,
        name,
        sourceCount: known.sourceCount,
        rows,
      })
      world.count(table)
      const sources = known.sources.map((source) => ({ ...source, rows: { ...source.rows, landed: 0 } }))
      const undone = {
        undo: 'undone',
        undoneAt: at,
        undoneRows: rows,
        rowsAfter: table.rows,
        sources,
      } as const
      return toSnapshot(world.jobs.change(jobId, undone))
    },
    'jobs/runAgain': ({ jobId }) => toSnapshot(world.jobs.runAgain(jobId)),
    'jobs/copyAs': ({ what, tool }) => ({
      text: `${tool} of ${'jobId' in what ? what.jobId : what.start.table}\n`,
    }),
    'history/list': (request) => fakeHistoryPage(world, request),
    'history/job': ({ jobId }) => fakeHistoryJob(world, jobId),
    'history/export': () => world.exportTo,
    'table/watch': (ref) => world.watch(tableOf(ref)),
    'table/unwatch': () => ({}),
    'table/lastRow': (ref) => {
      const table = tableOf(ref)
      const rows = table.rows === 0 || table.lastRow === null ? [] : [[...table.lastRow]]
      return { columns: [...table.columns], rows, truncated: false }
    },
    'snapshots/list': () => [...world.snapshots.values()].map(headOf).reverse(),
    'snapshots/take': (ref) => {
      const table = tableOf(ref)
      const snapshotId = `snapshot-${world.snapshots.size + 1}`
      const taken = fakeSnapshot(snapshotId, table.columns, {
        others: { rows: table.rows },
        change: { ...ref, moment: 'byHand', at: world.clock.now() },
      })
      world.snapshots.set(snapshotId, taken)
      return headOf(taken)
    },
    'snapshots/compare': ({ moments }) => {
      const kept = [...world.snapshots.values()]
      const find = (matches: (snapshot: Snapshot) => boolean): Snapshot | undefined => kept.find(matches)
      const [before, after] =
        'jobId' in moments
          ? (['before', 'after'] as const).map((moment) =>
              find((one) => one.jobId === moments.jobId && one.moment === moment),
            )
          : [moments.beforeId, moments.afterId].map((id) => world.snapshots.get(id))
      if (after === undefined) throw new StudioError('RequestInvalid', 'This snapshot is no longer kept.')
      return structuredClone(compareSnapshots(before ?? null, after))
    },
    'snapshots/changes': ({ jobId }) => {
      const kept = [...world.snapshots.values()].filter((one) => one.jobId === jobId)
      const [before, after] = (['before', 'after'] as const).map((when) =>
        kept.find(({ moment }) => moment === when),
      )
      if (after === undefined) return null
      const { columns } = compareSnapshots(before ?? null, after)
      return columns.map(({ name, changes }) => ({ name, changes }))
    },
    'snapshots/newRows': () => world.queryResult,
    'snapshots/report': ({ as }) => ({ path: `/home/ana/report.${as}` }),
    'table/query': ({ query }) => {
      const result = fakeResult(world.queryResult)
      const others = world.pastQueries.filter((past) => past.query !== query)
      world.pastQueries = [{ query, at: world.clock.now(), rows: result.rows.length }, ...others]
      return structuredClone(result) as Response<'table/query'>
    },
    'script/statement': ({ script, from, to }) => {
      const statements = fakeStatements(script)
      if (from !== to) return statements.find(({ start }) => start >= from) ?? null
      const around = statements.find(({ start, end }) => start <= from && from <= end)
      return around ?? statements.filter(({ end }) => end < from).at(-1) ?? statements[0] ?? null
    },
    'script/analyze': ({ script }) => ({ statements: fakeStatements(script), marks: [], tokens: [] }),
    'script/complete': ({ at }) => ({ start: at, end: at, items: [] }),
    'queries/list': () => [...world.pastQueries],
    'queries/export': ({ name, csv }) => {
      world.written.set(name, csv)
      return { name }
    },
    'link/open': () => ({}),
  }
}

/** @param first How many blobs the page has already. */
function blobPage(
  { container, listed, blobsPerPage }: FakeMainProcess,
  first: number,
): Response<'sources/listBlobs'> {
  const all = container.filter(({ path }) => path.startsWith(listed.prefix))
  const next = first + blobsPerPage
  return {
    listing: String(next),
    display: listed.display,
    blobs: all.slice(first, next),
    isComplete: next >= all.length,
  }
}

function describe(
  source: Request<'jobs/start'>['sources'][number],
  { files, container }: FakeMainProcess,
): FakeSource {
  switch (source.kind) {
    case 'file': {
      const file = files.get(source.handle) ?? fakeFile(source.handle)
      const records = file.records ?? 1000
      return {
        request: source,
        name: file.name,
        location: `${file.folder}/${file.name}`,
        sizeBytes: file.sizeBytes,
        records,
        isUploaded: true,
      }
    }
    case 'paste': {
      const lines = source.text.split('\n').filter((line) => line.trim() !== '').length
      return {
        request: source,
        name: source.name,
        location: '',
        sizeBytes: source.text.length,
        records: lines,
        isUploaded: true,
      }
    }
    case 'blob': {
      const listed = container.find(({ handle }) => 'handle' in source && handle === source.handle)
      const display = 'uri' in source ? parseBlobUri(source.uri).display : (listed?.path ?? '')
      return {
        request: source,
        name: display,
        location: display,
        sizeBytes: listed?.sizeBytes ?? 351_000,
        records: 1000,
        isUploaded: false,
      }
    }
  }
}

function dropUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
