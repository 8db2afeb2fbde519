import { bracketEntityName, quoteString } from '../entity-name'
import {
  blobUriOf,
  groupsOf,
  sasPlaceholder,
  tagsOf,
  type Recipe,
  type RecipeGroup,
  type RecipeSource,
} from './recipe'

/** Blobs in one command (documents: `.ingest into` is meant for less than 1 GB at a time). */
const blobsAtOnce = 100

/** Names in one note; the commands below have them all. */
const namedAtMost = 3

/** What to do about sources that only an address in storage can bring in. */
function uploadNote(names: readonly string[]): string {
  const [more, named] = [names.length - namedAtMost, names.slice(0, namedAtMost).join(', ')]
  const all = more > 0 ? `${named} and ${more} more` : named
  return `Kusto cannot read the files of this machine. Upload ${all} to a container, and put its address and SAS into the command.`
}

/**
 * Writes an ingestion as management commands (documents: `.ingest into` and `.ingest inline`). What is short and plain
 * text goes inline, everything else by the address of its blob.
 */
export function copyAsKql(recipe: Recipe): string {
  const uploads = recipe.sources.filter(({ kind, text }) => kind !== 'blob' && text === null)
  const notes = [
    `Run in the database ${recipe.database} of ${recipe.clusterUri}, one command at a time.`,
    'These commands ingest at once, without a queue: they suit small data and trying things out.',
    ...(uploads.length > 0 ? [uploadNote(uploads.map(fileName))] : []),
    ...recipe.notes,
  ]
  const commands = groupsOf(recipe).flatMap((group) => groupCommands(recipe, group))
  return `${[notes.map((note) => `// ${note}`).join('\n'), ...commands].join('\n\n')}\n`
}

function groupCommands(recipe: Recipe, group: RecipeGroup): readonly string[] {
  const table = bracketEntityName(recipe.table)
  const properties = withProperties(recipe, group)
  const inline = group.sources.flatMap(({ kind, text }) => (kind === 'blob' || text === null ? [] : [text]))
  const uris = group.sources.flatMap((source) => {
    if (source.kind === 'blob') return [blobUriOf(source)]
    return source.text === null
      ? [
          `https://ACCOUNT.blob.core.windows.net/CONTAINER/${encodeURIComponent(fileName(source))}?${sasPlaceholder}`,
        ]
      : []
  })
  const pages = Array.from({ length: Math.ceil(uris.length / blobsAtOnce) }, (_, page) =>
    uris.slice(page * blobsAtOnce, (page + 1) * blobsAtOnce),
  )
  return [
    // Data is the rest of the command: what stands before it must be complete.
    ...inline.map(
      (text) => `.ingest inline into table ${table} ${properties} <|\n${text.replace(/\r?\n$/, '')}`,
    ),
    ...pages.map((page) => {
      // `h` keeps the address out of the service's logs.
      const list = page.map((uri) => `  h${quoteString(uri)}`).join(',\n')
      return `.ingest into table ${table} (\n${list}\n) ${properties}`
    }),
  ]
}

/** A paste is to be written to a file of this name. */
function fileName({ kind, name, location }: RecipeSource): string {
  return kind === 'paste' ? location : name
}

function withProperties(recipe: Recipe, group: RecipeGroup): string {
  const { format, ignoreFirstRecord, creationTime, onceTag, zipPattern } = group
  const tags = tagsOf(recipe, group)
  const properties = [
    `format=${quoteString(format)}`,
    ...(ignoreFirstRecord ? ['ignoreFirstRecord=true'] : []),
    ...(tags.length === 0 ? [] : [`tags=${quoteString(JSON.stringify(tags))}`]),
    ...(onceTag === null ? [] : [`ingestIfNotExists=${quoteString(JSON.stringify([onceTag]))}`]),
    ...(creationTime === null ? [] : [`creationTime=${quoteString(creationTime)}`]),
    ...(zipPattern === null ? [] : [`zipPattern=${quoteString(zipPattern)}`]),
    ...(recipe.mappingReference === null
      ? []
      : [`ingestionMappingReference=${quoteString(recipe.mappingReference)}`]),
    ...(recipe.mappingText === null ? [] : [`ingestionMapping=${quoteString(recipe.mappingText)}`]),
  ]
  return `with (${properties.join(', ')})`
}
