import type { StudioState } from '../../state/studio-state'

/** One line of the palette. */
export interface PaletteEntry {
  readonly key: string
  readonly label: string
  /** What it is, or its shortcut, in grey. */
  readonly note: string
  readonly run: (state: StudioState) => void
}
