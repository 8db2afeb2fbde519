import type { ColumnSplitter, SplitColumns } from '../../electron/inspection/column-splitter'

/** Splits a text of its own. */
export function splitText(
  splitter: ColumnSplitter,
  text: string | Uint8Array,
  isEnd = true,
): SplitColumns | undefined {
  const bytes = Buffer.from(text)
  splitter.text(bytes.length).set(bytes)
  return splitter.split(bytes.length, isEnd)
}
