import { mappingKindOf } from '../mapping-kind'
import { blobUriOf, groupsOf, type Recipe, type RecipeGroup } from './recipe'

/** A string as JavaScript and Python both write it. */
const literal = (value: unknown): string => JSON.stringify(value)

/** Writes an ingestion as a Node script (an ES module, `.mjs`) with the official SDK, `azure-kusto-ingest`. */
export function copyAsNode(recipe: Recipe): string {
  const hasPaste = recipe.sources.some(({ kind, text }) => kind === 'paste' && text !== null)
  const uri = literal(recipe.dataIngestionUri)
  const { tokenFile } = recipe
  const connection =
    tokenFile !== undefined
      ? `KustoConnectionStringBuilder.withAccessToken(${uri}, readFileSync(${literal(tokenFile)}, 'utf8'))`
      : recipe.isLocalCluster
        ? `new KustoConnectionStringBuilder(${uri})`
        : `KustoConnectionStringBuilder.withUserPrompt(${uri}, {})`
  const head = [
    '// npm install azure-kusto-data azure-kusto-ingest',
    ...recipe.notes.map((note) => `// ${note}`),
    ...(tokenFile === undefined ? [] : [`import { readFileSync } from 'node:fs'`]),
    ...(hasPaste ? [`import { Readable } from 'node:stream'`] : []),
    `import { KustoConnectionStringBuilder } from 'azure-kusto-data'`,
    `import { IngestClient, IngestionProperties${hasPaste ? ', StreamDescriptor' : ''} } from 'azure-kusto-ingest'`,
    '',
    `const client = new IngestClient(${connection})`,
  ]
  const groups = groupsOf(recipe).flatMap((group) => ['', ...groupLines(recipe, group)])
  return `${[...head, ...groups, '', 'client.close()'].join('\n')}\n`
}

function groupLines(recipe: Recipe, group: RecipeGroup): readonly string[] {
  const { sources } = group
  const files = sources.filter(({ kind, text }) => kind === 'file' || (kind === 'paste' && text === null))
  const loop = (list: readonly string[], name: string, call: string): readonly string[] =>
    list.length === 0
      ? []
      : [`for (const ${name} of [`, ...list.map((item) => `  ${literal(item)},`), `]) {`, `  ${call}`, `}`]
  // The SDK writes into the properties that it is given, so each call gets new ones.
  const properties = 'properties()'
  return [
    '{',
    ...indented([
      `const properties = () => new IngestionProperties(${propertiesOf(recipe, group)})`,
      ...loop(
        files.map(({ location }) => location),
        'path',
        `await client.ingestFromFile(path, ${properties})`,
      ),
      ...loop(
        sources.flatMap((source) => (source.kind === 'blob' ? [blobUriOf(source)] : [])),
        'uri',
        `await client.ingestFromBlob(uri, ${properties})`,
      ),
      ...loop(
        sources.flatMap(({ kind, text }) => (kind === 'paste' && text !== null ? [text] : [])),
        'rows',
        `await client.ingestFromStream(new StreamDescriptor(Readable.from([Buffer.from(rows)])), ${properties})`,
      ),
    ]),
    '}',
  ]
}

function propertiesOf(recipe: Recipe, group: RecipeGroup): string {
  const { format, ignoreFirstRecord, creationTime, onceTag, zipPattern } = group
  const { mappingReference, mappingText, tags } = recipe
  const kind = mappingKindOf(format)
  const additional = {
    ...(creationTime === null ? {} : { creationTime }),
    ...(zipPattern === null ? {} : { zipPattern }),
    ...(mappingText === null ? {} : { ingestionMapping: mappingText, ingestionMappingType: kind }),
  }
  const properties = {
    database: recipe.database,
    table: recipe.table,
    format,
    ...(ignoreFirstRecord ? { ignoreFirstRecord } : {}),
    ...(tags.length === 0 ? {} : { additionalTags: tags }),
    ...(onceTag === null ? {} : { ingestByTags: [onceTag], ingestIfNotExists: JSON.stringify([onceTag]) }),
    ...(mappingReference === null
      ? {}
      : { ingestionMappingReference: mappingReference, ingestionMappingKind: kind }),
    ...(Object.keys(additional).length === 0 ? {} : { additionalProperties: additional }),
  }
  return JSON.stringify(properties, null, 2)
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`)
}
