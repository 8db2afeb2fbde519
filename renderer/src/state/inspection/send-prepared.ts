import { studioBatchingPolicy } from '../../../../electron/domain/batching-policy'
import { assertEntityName } from '../../../../electron/domain/checked-entity-name'
import type { SliceContext } from '../slices/slice'
import { valueOf } from '../loadable'
import type { StudioState } from '../studio-state'
import { columnsOf, readingOf } from './inspection'
import { preparedToSend } from '../sources/to-send'
import { conversionSignature, filesToAskAbout, sendableFiles, type ConversionGroup } from './conversion'
import { preparedMapping } from './prepared-job'
import { groupOf } from './source-groups'
import { targetColumns } from './target-of'

/** What a source on the prepare page is, for the question whether it may be converted; empty if it needs no answer. */
export function preparedToAskAbout(state: StudioState, key: string): readonly ConversionGroup[] {
  const inspection = state.inspections[key]
  const reading = inspection === undefined ? null : readingOf(inspection)
  if (inspection === undefined || reading === null || inspection.source.kind === 'blob') return []
  if (inspection.source.kind === 'file') return filesToAskAbout(state, groupOf(state.files, key)?.files ?? [])
  if (conversionSignature(reading) === '' || state.conversionAnswers[key] !== undefined) return []
  return [{ keys: [key], names: [inspection.name], reading }]
}

/**
 * Makes what the ingestion needs (table, columns, mapping), starts it, and lets go of what was sent.
 *
 * @returns false if it could not start; the user was told why.
 */
export async function sendPrepared(
  key: string,
  get: () => StudioState,
  { client }: Pick<SliceContext, 'client'>,
): Promise<boolean> {
  const inspection = get().inspections[key]
  if (inspection === undefined) return false
  const { source, draft } = inspection
  const files =
    source.kind === 'file' ? sendableFiles(get(), groupOf(get().files, source.handle)?.files ?? []) : []
  if (source.kind === 'file' && files.length === 0) return false
  const mapping = preparedMapping(inspection)
  const isReady = await get().attempt(async () => {
    if (draft.table === null) {
      const name = draft.newName.trim()
      assertEntityName(name, 'table')
      const database = await get().databaseWhenKnown()
      const columns = targetColumns(draft, columnsOf(inspection))
      await get().createTable({ database, table: name }, columns, studioBatchingPolicy)
      // The table is there now, whatever becomes of the rest: another attempt must not make it again.
      const table = valueOf(get().details) ?? null
      get().changeTarget(key, { table, match: 'position', mapping: mapping?.columns ?? null })
    } else if (draft.added.length > 0) {
      const { database, table } = draft.table
      await client.call('catalog/addColumns', { database, table, columns: [...draft.added] })
    }
    const { target } = get()
    if (mapping === null || mapping.isStored || target === null) return
    const { name, kind, columns } = mapping
    await client.call('catalog/saveMapping', { ...target, name, kind, columns: [...columns] })
  })
  if (!isReady) return false
  const { sources, prepared } = preparedToSend(inspection, files, {
    isSeen: get().prepared === key,
    answer: get().conversionAnswers[key],
  })
  const isStarted = await get().startJob(sources, prepared)
  if (!isStarted) return false
  if (source.kind === 'file') get().dropSentFiles(files.map(({ handle }) => handle))
  if (source.kind === 'paste') get().setPastedText('')
  if (source.kind === 'blob') get().setBlobUri('')
  get().forgetInspection(key)
  const { target } = get()
  if (draft.added.length > 0 && target !== null) await get().selectTable(target)
  return true
}
