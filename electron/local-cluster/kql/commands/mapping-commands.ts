import type { CommandScope, ManagementCommand, MappingKindWord } from '../management-command'
import type { CommandReader } from './command-reader'
import { ended, readPiped } from './command-scope'

const kinds: readonly MappingKindWord[] = [
  'csv',
  'json',
  'avro',
  'parquet',
  'orc',
  'w3clogfile',
  'apacheavro',
  'sstream',
]

/** After `ingestion`: `KIND mapping "name" "json"`. */
export function readDefineMapping(
  reader: CommandReader,
  scope: CommandScope,
  mode: 'create' | 'alter' | 'createOrAlter',
): ManagementCommand {
  const mappingKind = readKind(reader)
  reader.expect('mapping')
  // Not reader.string: it would join the name with the mapping that follows.
  const name = reader.singleString('the name of the mapping')
  const mapping = reader.string('the mapping')
  reader.properties()
  return ended(reader, { kind: 'defineMapping', mode, scope, mappingKind, name, mapping })
}

/** After `ingestion`: `KIND mapping "name"`. */
export function readDropMapping(reader: CommandReader, scope: CommandScope): ManagementCommand {
  const mappingKind = readKind(reader)
  reader.expect('mapping')
  const name = reader.string('the name of the mapping')
  return ended(reader, { kind: 'dropMapping', scope, mappingKind, name })
}

/** After `ingestion`: `[KIND] mappings`, `KIND mapping "name"`. */
export function readShowMappings(reader: CommandReader, scope: CommandScope): ManagementCommand {
  const mappingKind = reader.acceptOne(...kinds)
  const ofKind = mappingKind === undefined ? {} : { mappingKind }
  if (reader.accept('mapping')) {
    const name = reader.string('the name of the mapping')
    return { kind: 'showMappings', scope, ...ofKind, name, ...readPiped(reader) }
  }
  reader.expect('mappings')
  reader.properties()
  return { kind: 'showMappings', scope, ...ofKind, ...readPiped(reader) }
}

function readKind(reader: CommandReader): MappingKindWord {
  const kind = reader.acceptOne(...kinds)
  if (kind === undefined) throw reader.failure(`expected the kind of the mapping: ${kinds.join(', ')}.`)
  return kind
}
