import type { PreviewRow } from '../../../../../electron/domain/schema/inspection'
import type { GridColumn } from './grid-column'

const sampleRows = 30
/** Holds what most heads say of their findings: `28 become null`. */
const narrowest = 122
const widest = 230
/** A column that gets more than this of the room that is left only pulls its neighbours apart. */
const widestShared = 640
/** Of what is shown, the part that the records' own bytes take beside their fields. */
const rawShare = 0.42
const narrowestRaw = 300
/** Pixels of a character of the monospaced font, and of what stands beside the text. */
const rawCharacter = 7.25
const besideRaw = 112

/**
 * Widths in pixels: enough to read the name and the first values, but none so wide that it hides the others. Columns
 * that leave room share it, up to a point.
 *
 * @param room Pixels that there are for all of them.
 */
export function columnWidths(
  columns: readonly GridColumn[],
  rows: readonly PreviewRow[],
  room: number,
): readonly number[] {
  const own = columns.map(({ index, profile, target }) => {
    const cells = rows.slice(0, sampleRows).map(({ cells: texts }) => texts[index]?.length ?? 0)
    const name = Math.max(profile.name.length, target?.name.length ?? 0) * 8.3
    return Math.round(Math.min(widest, Math.max(narrowest, 26 + name, 22 + 7.9 * Math.max(0, ...cells))))
  })
  const sum = own.reduce((total, width) => total + width, 0)
  if (sum === 0 || sum >= room) return own
  const shared = own.map((width) => Math.min(widestShared, Math.floor((width * room) / sum)))
  if (shared.includes(widestShared)) return shared
  const left = room - shared.reduce((total, width) => total + width, 0)
  return shared.map((width, index) => (index === shared.length - 1 ? width + left : width))
}

/** Width of the records' own bytes: beside the fields a part of the room, alone as much as the longest needs. */
export function rawWidth(rows: readonly PreviewRow[], room: number, isAlone: boolean): number {
  if (!isAlone) return Math.max(narrowestRaw, Math.round(room * rawShare))
  const longest = rows.reduce((most, { raw }) => Math.max(most, raw?.length ?? 0), 0)
  return Math.max(room, Math.ceil(besideRaw + longest * rawCharacter))
}
