import { mappingKindOf } from '../mapping-kind'
import { blobUriOf, groupsOf, type Recipe, type RecipeGroup } from './recipe'

/** Writes an ingestion as a Python script with the official SDK, `azure-kusto-ingest`. */
export function copyAsPython(recipe: Recipe): string {
  const hasPaste = recipe.sources.some(({ kind, text }) => kind === 'paste' && text !== null)
  const hasBlob = recipe.sources.some(({ kind }) => kind === 'blob')
  const names = [...(hasBlob ? ['BlobDescriptor'] : []), 'IngestionProperties', 'QueuedIngestClient']
  const { tokenFile, isLocalCluster } = recipe
  const uri = literal(recipe.dataIngestionUri)
  const builder = 'KustoConnectionStringBuilder'
  const connection =
    tokenFile !== undefined
      ? `${builder}.with_aad_application_token_authentication(${uri}, open(${literal(tokenFile)}).read())`
      : `${builder}.${isLocalCluster ? 'with_no_authentication' : 'with_interactive_login'}(${uri})`
  const head = [
    '# pip install azure-kusto-data azure-kusto-ingest',
    ...recipe.notes.map((note) => `# ${note}`),
    ...(hasPaste ? ['import io', ''] : []),
    'from azure.kusto.data import KustoConnectionStringBuilder',
    'from azure.kusto.data.data_format import DataFormat',
    `from azure.kusto.ingest import ${names.join(', ')}`,
    '',
    `client = QueuedIngestClient(${connection})`,
  ]
  const groups = groupsOf(recipe).flatMap((group) => ['', ...groupLines(recipe, group)])
  return `${[...head, ...groups].join('\n')}\n`
}

function groupLines(recipe: Recipe, group: RecipeGroup): readonly string[] {
  const { sources } = group
  const loop = (list: readonly string[], name: string, call: string): readonly string[] =>
    list.length === 0
      ? []
      : [`for ${name} in [`, ...list.map((item) => `    ${literal(item)},`), `]:`, `    ${call}`]
  return [
    'properties = IngestionProperties(',
    ...propertyLines(recipe, group).map((line) => `    ${line},`),
    ')',
    ...loop(
      sources.flatMap(({ kind, text, location }) =>
        kind === 'blob' || (kind === 'paste' && text !== null) ? [] : [location],
      ),
      'path',
      'client.ingest_from_file(path, ingestion_properties=properties)',
    ),
    ...loop(
      sources.flatMap((source) => (source.kind === 'blob' ? [blobUriOf(source)] : [])),
      'uri',
      'client.ingest_from_blob(BlobDescriptor(uri), ingestion_properties=properties)',
    ),
    ...loop(
      sources.flatMap(({ kind, text }) => (kind === 'paste' && text !== null ? [text] : [])),
      'rows',
      'client.ingest_from_stream(io.BytesIO(rows.encode("utf-8")), ingestion_properties=properties)',
    ),
  ]
}

function propertyLines(recipe: Recipe, group: RecipeGroup): readonly string[] {
  const { format, ignoreFirstRecord, creationTime, onceTag, zipPattern } = group
  const { mappingReference, mappingText, tags } = recipe
  const additional = {
    ...(creationTime === null ? {} : { creationTime }),
    ...(zipPattern === null ? {} : { zipPattern }),
    ...(mappingText === null
      ? {}
      : { ingestionMapping: mappingText, ingestionMappingType: mappingKindOf(format) }),
  }
  return [
    `database=${literal(recipe.database)}`,
    `table=${literal(recipe.table)}`,
    `data_format=DataFormat.${format.toUpperCase()}`,
    ...(ignoreFirstRecord ? ['ignore_first_record=True'] : []),
    ...(tags.length === 0 ? [] : [`additional_tags=${literal(tags)}`]),
    ...(onceTag === null
      ? []
      : [`ingest_by_tags=${literal([onceTag])}`, `ingest_if_not_exists=${literal([onceTag])}`]),
    ...(mappingReference === null ? [] : [`ingestion_mapping_reference=${literal(mappingReference)}`]),
    ...(Object.keys(additional).length === 0 ? [] : [`additional_properties=${literal(additional)}`]),
  ]
}

/** Strings, and lists and objects of strings, as JSON writes them: Python reads these the same. */
function literal(value: string | readonly string[] | Readonly<Record<string, string>>): string {
  return JSON.stringify(value)
}
