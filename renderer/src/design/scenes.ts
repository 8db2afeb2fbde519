import { fakeFile } from '../api/fake/fake-world'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import type { SourceRequest } from '../../../electron/domain/schema/source'
import { StudioError } from '../../../electron/domain/studio-error'
import { sourcesText } from '../text/en-work'
import { compareScenes } from './compare-scenes'
import { hugeScenes } from './huge-scenes'
import { prepareScenes } from './prepare-scenes'
import { addStormTables, file, ingest, watch, type Scene } from './scene'

const blob: SourceRequest = {
  kind: 'blob',
  uri: 'https://contoso.blob.core.windows.net/storms/stormevents.csv?sv=1&sig=secret',
  format: 'csv',
  rawDataSizeBytes: 351_000,
  ignoreFirstRecord: true,
}
const paste: SourceRequest = {
  kind: 'paste',
  name: sourcesText.pasteName,
  text: '2018-01-26,2018-01-27,MEXICO,0,0,Unknown,"{}"',
  format: 'csv',
}
const largeFile: Partial<FileSource> = {
  sizeBytes: 162_000_000,
  rawDataSizeBytes: 162_000_000,
  records: 1_000_000,
}

/** The tutorial's story: a file, a row, a blob; then a larger file on its way, and two more chosen. */
const workspace: Scene = async (studio) => {
  const storms = addStormTables(studio)
  await watch(studio, storms)
  const { clock } = studio
  clock.advance(35_000)
  await ingest(studio, storms, file(studio, 'stormevents.csv'))
  clock.advance(70_000)
  await ingest(studio, storms, paste)
  clock.advance(62_000)
  await ingest(studio, storms, blob)
  clock.advance(14_000)
  await ingest(
    studio,
    storms,
    file(studio, 'stormevents-2024.csv', { records: 812_000, sizeBytes: 8_000_000 }),
  )
  clock.advance(4_200)
  await ingest(studio, storms, file(studio, 'stormevents-2025.csv', largeFile))
  clock.advance(2_100)
  studio.world.chosen = [
    fakeFile('stormevents-2023.csv', {
      sizeBytes: 148_000_000,
      records: 941_200,
      ingestedBefore: {
        at: clock.now() - 3_700_000,
        database: 'Samples',
        table: 'MyStormEvents',
        jobId: 'x',
      },
    }),
    fakeFile('readings.parquet', {
      format: 'parquet',
      summary: 'Parquet, 7 columns',
      hasHeader: false,
      headerColumns: [],
      records: 41_000,
      sizeBytes: 2_100_000,
    }),
  ]
}

const otherWriters: Scene = async (studio) => {
  const storms = addStormTables(studio)
  storms.rows = 41_200
  await watch(studio, storms)
  for (let round = 0; round < 12; round++) {
    studio.clock.advance(9_000)
    storms.rows += 180 + round * 23
    if (round === 3 || round === 8) await ingest(studio, storms, file(studio, `storms-${round}.csv`))
  }
  studio.clock.advance(6_000)
}

const failed: Scene = async (studio) => {
  const storms = addStormTables(studio)
  storms.rows = 1000
  await watch(studio, storms)
  studio.clock.advance(40_000)
  studio.world.jobs.outcomeOf = ({ name }) =>
    name.includes('broken')
      ? {
          kind: 'fails',
          error: {
            code: 'WrongNumberOfFields',
            message: 'broken-storms.csv has 5 fields in record 17 where the first record has 7.',
            retryable: false,
            nextStep: 'Correct record 17 (line 23), then choose the file again.',
            record: 17,
            line: 23,
            serviceCode: 'Stream_WrongNumberOfFields',
            details:
              'Stream_WrongNumberOfFields: Record #17 has 5 fields; expected 7. Nothing of this blob was ingested.',
          },
        }
      : { kind: 'isLost' }
  await ingest(studio, storms, file(studio, 'lost-storms.csv'))
  studio.clock.advance(15_000)
  await ingest(studio, storms, file(studio, 'broken-storms.csv'))
  studio.clock.advance(16_000)
}

const unreachable: Scene = (studio) => {
  addStormTables(studio)
  studio.override('connection/open', ({ clusterUri }) => {
    const error = new StudioError(
      'ClusterUnreachable',
      'mycluster.westeurope.kusto.windows.net could not be found.',
      {
        retryable: true,
        nextStep: 'Check the spelling of the cluster URI and your network or VPN, then retry.',
        details: 'getaddrinfo ENOTFOUND mycluster.westeurope.kusto.windows.net',
      },
    )
    studio.world.connection = { ...studio.world.describe('mycluster.westeurope'), state: 'failed' }
    studio.emit('connection/changed', {
      ...studio.world.connection,
      error: { ...error, message: error.message },
    })
    throw clusterUri === '' ? new Error('unused') : error
  })
}

/** Every scene by the name in `?scene=`. */
export const scenes: Readonly<Record<string, Scene>> = {
  workspace,
  otherWriters,
  failed,
  unreachable,
  empty: (studio) => void addStormTables(studio),
  firstRun: () => undefined,
  connecting: (studio) => studio.override('connection/open', () => new Promise(() => undefined)),
  crashed: async (studio) => {
    await workspace(studio)
    studio.world.localCluster = { state: 'crashed', clusterUri: null, error: null }
  },
  ...hugeScenes,
  ...prepareScenes,
  ...compareScenes,
}
