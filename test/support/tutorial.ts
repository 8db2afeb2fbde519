import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { stormEventsSchema, stormEventsTable } from '../../electron/domain/storm-events'

/** The tutorial's table, file, row and numbers, for the tests and the tour. */
export const tutorial = {
  table: {
    name: stormEventsTable,
    schema: stormEventsSchema.map(({ name, type }) => `${name}: ${type}`).join('\n'),
    batchingSeconds: 10,
  },
  /** 1,000 records and a header. */
  sampleFile: join(projectRoot, 'assets', 'stormevents.csv'),
  sampleContent: (): Buffer => readFileSync(join(projectRoot, 'assets', 'stormevents.csv')),
  /** Has the latest EndTime, so it becomes the last row. */
  pastedRow: '2018-01-26 00:00:00.0000000,2018-01-27 14:00:00.0000000,MEXICO,0,0,Unknown,"{}"',
} as const
