import type { InspectionSource } from '../../../domain/schema/inspection'
import type { SourceKind } from '../../../domain/schema/source'
import type { SourceRecord } from '../state/job-record'
import { blobKind } from './blob'
import { fileKind } from './file'
import { pasteKind } from './paste'
import type {
  KeepParts,
  RequestContext,
  RequestOf,
  SourceDraft,
  SourceKindObject,
  SourceKindTraits,
} from './source-kind'

/** Every kind of source; a new one is added here. */
const sourceKinds: { readonly [K in SourceKind]: SourceKindObject<K> } = {
  file: fileKind,
  paste: pasteKind,
  blob: blobKind,
}

/** What a source can do, by its kind. */
export function kindOf({ kind }: Pick<SourceRecord, 'kind'>): SourceKindTraits {
  return sourceKinds[kind]
}

/** The record of a requested source, as far as its kind decides it. @throws StudioError if it cannot be ingested. */
export function draftSource<K extends SourceKind>(
  request: RequestOf<K> & { readonly kind: K },
  context: RequestContext,
): SourceDraft & Pick<SourceRecord, 'kind'> {
  const kind: SourceKindObject<K> = sourceKinds[request.kind]
  return { kind: request.kind, ...kind.draft(request, context) }
}

/** What to look into of a requested source; null for what is not read here. */
export function inspectedSource<K extends SourceKind>(
  request: RequestOf<K> & { readonly kind: K },
): InspectionSource | null {
  const kind: SourceKindObject<K> = sourceKinds[request.kind]
  return kind.inspected(request)
}

/** What to look into of a source whose job runs again; null for what is not read here. */
export async function inspectedAgain(
  source: SourceRecord,
  parts: KeepParts,
  signal: AbortSignal,
): Promise<InspectionSource | null> {
  return await sourceKinds[source.kind].inspectedAgain(source, parts, signal)
}

/** Keeps what the journal must not hold of a requested source. */
export async function keepSource<K extends SourceKind>(
  request: RequestOf<K> & { readonly kind: K },
  sourceId: string,
  parts: KeepParts,
): Promise<void> {
  const kind: SourceKindObject<K> = sourceKinds[request.kind]
  await kind.keep(request, sourceId, parts)
}
