import type { StudioServices } from '../../../services/studio-services'
import type { HandlersOf } from '../handler'

/** Databases, tables and policies of the open cluster. */
export function catalogHandlers({
  catalog,
}: StudioServices): HandlersOf<
  | 'catalog/databases'
  | 'catalog/tables'
  | 'catalog/table'
  | 'catalog/mappings'
  | 'catalog/createTable'
  | 'catalog/setBatchingPolicy'
  | 'catalog/addColumns'
  | 'catalog/saveMapping'
  | 'catalog/dropTable'
  | 'table/lastRow'
> {
  return {
    'catalog/databases': (_request, signal) => catalog.databases(signal),
    'catalog/tables': ({ database }, signal) => catalog.tables(database, signal),
    'catalog/table': (ref, signal) => catalog.table(ref, signal),
    'catalog/mappings': (ref, signal) => catalog.mappings(ref, signal),
    'catalog/createTable': (request, signal) => catalog.createTable(request, signal),
    'catalog/setBatchingPolicy': (request, signal) => catalog.setBatchingPolicy(request, signal),
    'catalog/addColumns': (request, signal) => catalog.addColumns(request, signal),
    'catalog/saveMapping': async (request, signal) => {
      await catalog.saveMapping(request, signal)
      return {}
    },
    'catalog/dropTable': async (ref, signal) => {
      await catalog.dropTable(ref, signal)
      return {}
    },
    'table/lastRow': (request, signal) => catalog.lastRow(request, signal),
  }
}
