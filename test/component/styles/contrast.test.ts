import { expect, test } from 'vitest'
import { darkPalette, lightPalette, seriesColors, type Palette } from '../../../renderer/src/styles/palette'

function luminance(color: string): number {
  const parts = /^#(..)(..)(..)$/.exec(color)?.slice(1)
  if (parts === undefined) throw new Error(`${color} is not #rrggbb`)
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const value = parseInt(part, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((first, second) => first - second)
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['colorPage', 'colorSide', 'colorCard', 'colorInset'] as const
const inks = ['colorText', 'colorTextMuted', 'colorTextFaint', 'colorAccent'] as const
const pairs: readonly (readonly [keyof Palette, keyof Palette, number])[] = [
  ...surfaces.flatMap((surface) => inks.map((ink) => [ink, surface, 4.5] as const)),
  ['colorOnAccent', 'colorAccent', 4.5],
  ['colorOnAccent', 'colorAccentHover', 4.5],
  ['colorAccent', 'colorAccentSoft', 4.5],
  ['colorText', 'colorAccentSoft', 4.5],
  ['colorTextFaint', 'colorAccentSoft', 4.5],
  ['colorLanded', 'colorLandedSoft', 4.5],
  ['colorLanded', 'colorCard', 4.5],
  ['colorWarning', 'colorWarningSoft', 4.5],
  ['colorWarning', 'colorCard', 4.5],
  ['colorFailed', 'colorFailedSoft', 4.5],
  ['colorFailed', 'colorCard', 4.5],
  ['colorText', 'colorFailedSoft', 4.5],
  // Lines and marks need less contrast than text.
  ['colorOthers', 'colorCard', 3],
  ['colorBefore', 'colorCard', 3],
  ...seriesColors.map((series) => [series, 'colorCard', 3] as const),
  ...seriesColors.map((series) => [series, 'colorPage', 3] as const),
]

test.each([
  ['light', lightPalette],
  ['dark', darkPalette],
] as const)('the %s theme keeps its contrasts', (_, palette) => {
  const tooWeak = pairs
    .map(([ink, surface, least]) => ({ ink, surface, least, is: contrast(palette[ink], palette[surface]) }))
    .filter(({ is, least }) => is < least)
  expect(tooWeak).toEqual([])
})

/** A colour such as `rgba(1, 2, 3, 0.5)` laid over an opaque one. */
function over(color: string, ground: string): string {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number)
  const grounds =
    /^#(..)(..)(..)$/
      .exec(ground)
      ?.slice(1)
      .map((part) => parseInt(part, 16)) ?? []
  const mixed = [red, green, blue].map((value, index) =>
    Math.round(value * alpha + (grounds[index] ?? 0) * (1 - alpha)),
  )
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

test.each([
  ['light', lightPalette],
  ['dark', darkPalette],
] as const)('a batch is seen on the %s chart, and its edges better', (_, palette) => {
  const band = over(palette.colorBand, palette.colorCard)
  expect(contrast(band, palette.colorCard)).toBeGreaterThan(1.15)
  expect(contrast(over(palette.colorBandDone, palette.colorCard), band)).toBeGreaterThan(1.05)
  expect(contrast(over(palette.colorBandEdge, band), palette.colorCard)).toBeGreaterThan(1.5)
  // Labels stand on it.
  expect(contrast(palette.colorText, over(palette.colorBandDone, palette.colorCard))).toBeGreaterThan(4.5)
})
