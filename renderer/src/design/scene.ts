import type { FakeStudio } from '../api/fake-studio'
import { fakeFile, fakeTable, stormRow, type FakeTable } from '../api/fake/fake-world'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import type { SourceRequest } from '../../../electron/domain/schema/source'

/** Puts the fake world into a state worth looking at. */
export type Scene = (studio: FakeStudio) => void | Promise<void>

/** The tutorial's table and two others; nothing ingested yet. */
export function addStormTables(studio: FakeStudio): FakeTable {
  const storms = fakeTable('Samples', 'MyStormEvents')
  storms.lastRow = stormRow
  studio.world.databases = ['Samples', 'Archive']
  studio.world.tables.push(storms)
  studio.world.tables.push(fakeTable('Samples', 'Readings', { rows: 1_204_377 }))
  studio.world.tables.push(fakeTable('Samples', 'WebLogs', { rows: 84_310, policy: null }))
  return storms
}

/** Opens the table as the page will, to start the readings. */
export async function watch(studio: FakeStudio, table: FakeTable): Promise<void> {
  await studio.api.call('table/watch', { database: table.database, table: table.name })
}

/** Starts an ingestion. */
export async function ingest(
  studio: FakeStudio,
  table: FakeTable,
  ...sources: SourceRequest[]
): Promise<void> {
  const ref = { database: table.database, table: table.name }
  await studio.api.call('jobs/start', { ...ref, sources })
}

/** Registers a file and returns it as a source. */
export function file(studio: FakeStudio, name: string, change: Partial<FileSource> = {}): SourceRequest {
  const found = fakeFile(name, change)
  studio.world.files.set(found.handle, found)
  return { kind: 'file', handle: found.handle, ignoreFirstRecord: found.hasHeader }
}
