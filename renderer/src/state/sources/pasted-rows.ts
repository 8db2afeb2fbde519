import type { DataFormat } from '../../../../electron/domain/data-format'
import type { describePastedText, PastedRows } from '../../../../electron/domain/pasted-text'
import { expectedRecords } from '../../../../electron/domain/source-treatment'
import type { CatalogSlice } from '../catalog'
import type { ReadingChange } from '../inspection/inspection'
import { valueOf } from '../loadable'

/** Rows to ingest, as text. */
export interface PastedRowsSlice {
  readonly pastedText: string
  /** Null while the text is being read, and if there is none. */
  readonly pastedFinding: PastedRows | null
  readonly pastedFormat: DataFormat | null
  readonly pastedHeader: boolean | null
  setPastedText(text: string): void
  setPastedFinding(finding: PastedRows | null): void
  setPastedFormat(format: DataFormat): void
  setPastedHeader(isHeader: boolean): void
  /** Takes what the prepare page says of how the rows are read. */
  notePastedReading(said: ReadingChange): void
  /** @param options.anyway Sends what the service is known to refuse, too; otherwise it is told. */
  startPaste(options?: { readonly anyway: boolean }): Promise<void>
}

/** What is known besides the text itself. */
export type PastedOptions = NonNullable<Parameters<typeof describePastedText>[1]>

/** The chosen format, and the names of the open table's columns. */
export function pastedOptions({
  pastedFormat: format,
  details,
}: Pick<PastedRowsSlice & CatalogSlice, 'pastedFormat' | 'details'>): PastedOptions {
  const columns = valueOf(details)?.columns.map(({ name }) => name)
  return { ...(format === null ? {} : { format }), ...(columns === undefined ? {} : { columns }) }
}

/** How many records the pasted text would land; null while it is being read. */
export function pastedRecords(
  state: Pick<PastedRowsSlice, 'pastedFormat' | 'pastedHeader' | 'pastedFinding'>,
): number | null {
  const finding = state.pastedFinding
  if (finding === null) return null
  return expectedRecords(finding.records, {
    format: pastedFormat(state),
    ignoreFirstRecord: pasteHasHeader(state),
  })
}

/** The format of the pasted text, chosen or recognised. */
export function pastedFormat(state: Pick<PastedRowsSlice, 'pastedFormat' | 'pastedFinding'>): DataFormat {
  return state.pastedFormat ?? state.pastedFinding?.format ?? 'csv'
}

/** Whether to leave out the first pasted record: only if it was recognised as a header, or the user said so. */
export function pasteHasHeader(state: Pick<PastedRowsSlice, 'pastedHeader' | 'pastedFinding'>): boolean {
  return state.pastedHeader ?? state.pastedFinding?.hasHeader ?? false
}
