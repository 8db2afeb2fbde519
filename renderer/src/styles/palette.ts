/**
 * The studio's own colours, in addition to Fluent's. Each theme defines all of them. The page uses them as CSS variables
 * of the same name (`var(--colorTextMuted)`), the chart as strings.
 */
export interface Palette {
  /** Behind the cards. */
  readonly colorPage: string
  readonly colorSide: string
  readonly colorCard: string
  /** Fields, code and other insets on a card. */
  readonly colorInset: string
  readonly colorHairline: string
  readonly colorText: string
  readonly colorTextMuted: string
  readonly colorTextFaint: string
  /** The one accent: selection, links, this studio's rows. */
  readonly colorAccent: string
  readonly colorAccentHover: string
  readonly colorAccentPressed: string
  readonly colorAccentSoft: string
  readonly colorOnAccent: string
  readonly colorLanded: string
  readonly colorLandedSoft: string
  readonly colorWarning: string
  readonly colorWarningSoft: string
  readonly colorFailed: string
  readonly colorFailedSoft: string
  /** Rows that were there before. */
  readonly colorBefore: string
  /** Rows from other writers: the second and last series colour. */
  readonly colorOthers: string
  readonly colorFillOurs: string
  readonly colorFillOthers: string
  readonly colorGrid: string
  readonly colorBand: string
  readonly colorBandDone: string
  /** Where a batch opened, and where it was sealed. */
  readonly colorBandEdge: string
  /** The rest of a progress bar. */
  readonly colorTrack: string
  /** Series of a query's chart, after the accent. They mean nothing but “another series”. */
  readonly colorSeries2: string
  readonly colorSeries3: string
  readonly colorSeries4: string
  readonly colorSeries5: string
  readonly colorSeries6: string
}

/** The colours of a query's series, in order; further series begin anew. */
export const seriesColors = [
  'colorAccent',
  'colorSeries2',
  'colorSeries3',
  'colorSeries4',
  'colorSeries5',
  'colorSeries6',
] as const satisfies readonly (keyof Palette)[]

export const lightPalette: Palette = {
  colorPage: '#f5f6f8',
  colorSide: '#eef0f3',
  colorCard: '#ffffff',
  colorInset: '#f7f8fa',
  colorHairline: '#e1e4e9',
  colorText: '#15181d',
  colorTextMuted: '#525a67',
  colorTextFaint: '#616976',
  colorAccent: '#1660cf',
  colorAccentHover: '#1156b9',
  colorAccentPressed: '#0e4ca2',
  colorAccentSoft: '#e6effc',
  colorOnAccent: '#ffffff',
  colorLanded: '#0b713a',
  colorLandedSoft: '#e5f4eb',
  colorWarning: '#974600',
  colorWarningSoft: '#fdefe1',
  colorFailed: '#b0231c',
  colorFailedSoft: '#fcebea',
  colorBefore: '#8b93a0',
  colorOthers: '#b07d12',
  colorFillOurs: 'rgba(22, 96, 207, 0.10)',
  colorFillOthers: 'rgba(176, 125, 18, 0.14)',
  colorGrid: '#e9ebef',
  colorBand: 'rgba(22, 96, 207, 0.10)',
  colorBandDone: 'rgba(22, 96, 207, 0.17)',
  colorBandEdge: 'rgba(22, 96, 207, 0.30)',
  colorTrack: '#dfe3e8',
  colorSeries2: '#b9590a',
  colorSeries3: '#0b7d78',
  colorSeries4: '#8a3fc7',
  colorSeries5: '#b52d7c',
  colorSeries6: '#6b7510',
}

export const darkPalette: Palette = {
  colorPage: '#121418',
  colorSide: '#0f1114',
  colorCard: '#1a1d22',
  colorInset: '#15181c',
  colorHairline: '#2b3037',
  colorText: '#f1f3f6',
  colorTextMuted: '#adb5c1',
  colorTextFaint: '#909aa8',
  colorAccent: '#6aa8ff',
  colorAccentHover: '#85b8ff',
  colorAccentPressed: '#5496f2',
  colorAccentSoft: '#172b47',
  colorOnAccent: '#0a1626',
  colorLanded: '#6fd296',
  colorLandedSoft: '#13301f',
  colorWarning: '#ffb378',
  colorWarningSoft: '#3a2513',
  colorFailed: '#ff9d95',
  colorFailedSoft: '#3d1b19',
  colorBefore: '#747d8a',
  colorOthers: '#d8a846',
  colorFillOurs: 'rgba(106, 168, 255, 0.14)',
  colorFillOthers: 'rgba(216, 168, 70, 0.16)',
  colorGrid: '#252a30',
  colorBand: 'rgba(106, 168, 255, 0.17)',
  colorBandDone: 'rgba(106, 168, 255, 0.28)',
  colorBandEdge: 'rgba(106, 168, 255, 0.45)',
  colorTrack: '#333942',
  colorSeries2: '#f0a35e',
  colorSeries3: '#4fc9bb',
  colorSeries4: '#bd9bff',
  colorSeries5: '#f28ac6',
  colorSeries6: '#bcc95c',
}

/** The system's own colours, if the user asked for more contrast. */
export const highContrastPalette: Palette = {
  colorPage: 'Canvas',
  colorSide: 'Canvas',
  colorCard: 'Canvas',
  colorInset: 'Canvas',
  colorHairline: 'CanvasText',
  colorText: 'CanvasText',
  colorTextMuted: 'CanvasText',
  colorTextFaint: 'CanvasText',
  colorAccent: 'Highlight',
  colorAccentHover: 'Highlight',
  colorAccentPressed: 'Highlight',
  colorAccentSoft: 'Canvas',
  colorOnAccent: 'HighlightText',
  colorLanded: 'CanvasText',
  colorLandedSoft: 'Canvas',
  colorWarning: 'CanvasText',
  colorWarningSoft: 'Canvas',
  colorFailed: 'CanvasText',
  colorFailedSoft: 'Canvas',
  colorBefore: 'GrayText',
  colorOthers: 'CanvasText',
  colorFillOurs: 'transparent',
  colorFillOthers: 'transparent',
  colorGrid: 'GrayText',
  colorBand: 'transparent',
  colorBandDone: 'transparent',
  colorBandEdge: 'GrayText',
  colorTrack: 'Canvas',
  colorSeries2: 'CanvasText',
  colorSeries3: 'GrayText',
  colorSeries4: 'LinkText',
  colorSeries5: 'CanvasText',
  colorSeries6: 'GrayText',
}
