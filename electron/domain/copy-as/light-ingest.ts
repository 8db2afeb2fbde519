import { isLoopbackHost } from '../loopback-host'
import { groupsOf, sasPlaceholder, type Recipe, type RecipeGroup, type RecipeSource } from './recipe'

/** Whose quoting rules the text follows: `posix` for sh, `windows` for PowerShell. */
export type Shell = 'posix' | 'windows'

const mappingFile = 'mapping.json'

/**
 * Writes an ingestion as LightIngest commands, one for each source (documents: LightIngest, command-line arguments).
 * What is not in a file yet is written to one first.
 */
export function copyAsLightIngest(recipe: Recipe, shell: Shell): string {
  const hasTimes = recipe.sources.some(({ creationTime }) => creationTime !== null)
  const notes = [
    'dotnet tool install -g Microsoft.Azure.Kusto.LightIngest',
    ...(hasTimes
      ? [
          'LightIngest reads creation times from paths: add -creationTimePattern to have those of this ingestion.',
        ]
      : []),
    ...(recipe.sources.some(({ hasSecret }) => hasSecret)
      ? ['LightIngest lists the container to find a blob: the SAS must permit reading and listing.']
      : []),
    ...recipe.notes,
  ]
  const files = [
    ...(recipe.mappingText === null ? [] : [fileOf(mappingFile, recipe.mappingText, shell)]),
    ...recipe.sources.flatMap(({ kind, location, text }) =>
      kind === 'paste' && text !== null ? [fileOf(location, text, shell)] : [],
    ),
  ]
  const commands = groupsOf(recipe).flatMap((group) =>
    group.sources.map((source) => commandOf(recipe, group, source, shell)),
  )
  return `${[...notes.map((note) => `# ${note}`), '', ...files, ...commands].join('\n')}\n`
}

function commandOf(recipe: Recipe, group: RecipeGroup, source: RecipeSource, shell: Shell): string {
  const { tags, mappingReference, mappingText } = recipe
  const { format, ignoreFirstRecord, onceTag, zipPattern } = group
  const quoted = (name: string, value: string): string => `-${name}:${quote(value, shell)}`
  return [
    'LightIngest',
    clusterOf(recipe, shell),
    quoted('database', recipe.database),
    quoted('table', recipe.table),
    ...placeOf(source).map(([name, value]) => quoted(name, value)),
    `-format:${format}`,
    ...(ignoreFirstRecord ? ['-ignoreFirstRow:true'] : []),
    ...tags.map((tag) => quoted('tag', tag)),
    ...(onceTag === null
      ? []
      : [quoted('tag', `ingest-by:${onceTag}`), quoted('ingestIfNotExists', onceTag)]),
    ...(zipPattern === null ? [] : [quoted('zipPattern', zipPattern)]),
    ...(mappingReference === null ? [] : [quoted('ingestionMappingRef', mappingReference)]),
    ...(mappingText === null ? [] : [quoted('ingestionMappingPath', mappingFile)]),
  ].join(' ')
}

/** The connection string. The shell reads the local cluster's token, so that the command holds no secret. */
function clusterOf({ dataIngestionUri, isLocalCluster, tokenFile }: Recipe, shell: Shell): string {
  if (tokenFile === undefined)
    return quote(isLocalCluster ? dataIngestionUri : `${dataIngestionUri};Fed=True`, shell)
  const file = quote(tokenFile, shell)
  const read = shell === 'windows' ? `$(Get-Content -Raw ${file})` : `$(cat ${file})`
  return `"${dataIngestionUri};Fed=True;AppToken=${read}"`
}

/** LightIngest takes a folder or container, and picks from it. */
function placeOf(source: RecipeSource): readonly (readonly [string, string])[] {
  const { kind, location, hasSecret, name } = source
  if (kind === 'paste')
    return [
      ['sourcePath', '.'],
      ['pattern', location],
    ]
  if (kind === 'file') {
    const folder = location.slice(0, location.length - name.length).replace(/(?<=.)[/\\]$/, '')
    return [
      ['sourcePath', folder],
      ['pattern', name],
    ]
  }
  const sas = hasSecret ? `?${sasPlaceholder}` : ''
  const container = containerOf(location)
  if (container === undefined) return [['sourcePath', `${location}${sas}`]]
  const path = decodeURIComponent(location.slice(container.length + 1))
  return [
    ['sourcePath', `${container}${sas}`],
    ['prefix', path],
    ['pattern', `*${path.slice(path.lastIndexOf('/') + 1)}`],
  ]
}

/** The address of the container of a blob in Azure Storage; undefined for storage of another kind. */
function containerOf(uri: string): string | undefined {
  const { hostname, protocol } = new URL(uri)
  if (protocol === 'abfss:') return /^abfss:\/\/[^/]+/.exec(uri)?.[0]
  if (isLoopbackHost(hostname)) return /^https?:\/\/[^/]+\/[^/]+\/[^/]+/.exec(uri)?.[0]
  return hostname.includes('.blob.') ? /^https:\/\/[^/]+\/[^/]+/.exec(uri)?.[0] : undefined
}

/** A command that writes a text file. */
function fileOf(name: string, text: string, shell: Shell): string {
  const content = text.replace(/\r?\n$/, '')
  if (shell === 'windows') {
    const escaped = content.replaceAll("'", "''")
    return `Set-Content -NoNewline -Encoding utf8 ${quote(name, shell)} '${escaped}\n'`
  }
  return `printf '%s\\n' ${quote(content, shell)} > ${quote(name, shell)}`
}

function quote(text: string, shell: Shell): string {
  return shell === 'windows' ? `'${text.replaceAll("'", "''")}'` : `'${text.replaceAll("'", `'\\''`)}'`
}
