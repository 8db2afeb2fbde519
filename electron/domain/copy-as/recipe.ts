import type { DataFormat } from '../data-format'
import type { SourceKind } from '../schema/source'

/** One source of an ingestion, as another tool would be told about it. */
export interface RecipeSource {
  readonly kind: SourceKind
  readonly name: string
  /** A full path, or a blob URI without its secret; a file name to use for a paste. */
  readonly location: string
  /** Whether the blob URI had a secret, which nobody keeps. */
  readonly hasSecret: boolean
  readonly format: DataFormat
  readonly ignoreFirstRecord: boolean
  /** ISO 8601; null for the time of ingestion. */
  readonly creationTime: string | null
  /** The service skips the source if the table has this `ingest-by:` tag. */
  readonly onceTag: string | null
  /** Picks files in a zip archive; null elsewhere. */
  readonly zipPattern: string | null
  /** Its content, where that is known and short; null otherwise. */
  readonly text: string | null
}

/** An ingestion in all that another tool needs to repeat it. It holds no secret. */
export interface Recipe {
  readonly clusterUri: string
  readonly dataIngestionUri: string
  /** There is nothing to sign in to in a local cluster. */
  readonly isLocalCluster: boolean
  /** A file from which a program of this user reads the token of the local cluster; left out if it asks for none. */
  readonly tokenFile?: string | undefined
  readonly database: string
  readonly table: string
  /** The user's own extent tags. The studio's is left out: it tells its own rows from others. */
  readonly tags: readonly string[]
  readonly mappingReference: string | null
  /** An ingestion mapping as JSON. */
  readonly mappingText: string | null
  readonly sources: readonly RecipeSource[]
  /** What the reader should know before running it, in sentences. */
  readonly notes: readonly string[]
}

/** Stands in a text for what the studio does not keep, or has no right to show. */
export const sasPlaceholder = 'PUT-THE-SAS-HERE'

/** The URI of a blob, with words in place of its secret. */
export function blobUriOf({ location, hasSecret }: RecipeSource): string {
  return hasSecret ? `${location}?${sasPlaceholder}` : location
}

/** Sources that go with the same ingestion properties. */
export interface RecipeGroup extends Pick<
  RecipeSource,
  'format' | 'ignoreFirstRecord' | 'creationTime' | 'onceTag' | 'zipPattern'
> {
  readonly sources: readonly RecipeSource[]
}

/** Puts sources with the same properties together, in the order in which they first come. */
export function groupsOf({ sources }: Recipe): readonly RecipeGroup[] {
  const groups = new Map<
    string,
    { readonly group: Omit<RecipeGroup, 'sources'>; readonly sources: RecipeSource[] }
  >()
  for (const source of sources) {
    const { format, ignoreFirstRecord, creationTime, onceTag, zipPattern } = source
    const group = { format, ignoreFirstRecord, creationTime, onceTag, zipPattern }
    const key = JSON.stringify(Object.values(group))
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { group, sources: [source] })
    else known.sources.push(source)
  }
  return [...groups.values()].map(({ group, sources: all }) => ({ ...group, sources: all }))
}

/** All extent tags of a group, as `.show extents` would list them. */
export function tagsOf({ tags }: Recipe, { onceTag }: Pick<RecipeGroup, 'onceTag'>): readonly string[] {
  return [...tags, ...(onceTag === null ? [] : [`ingest-by:${onceTag}`])]
}
