import {
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type BrandVariants,
  type Theme,
} from '@fluentui/react-components'
import { darkPalette, highContrastPalette, lightPalette, type Palette } from './palette'

/** A look, as the setting and the system's preferences determine it. */
export type ThemeName = 'light' | 'dark' | 'highContrast'

/** A Fluent theme with the studio's palette; the provider turns both into CSS variables. */
export type StudioTheme = Theme & Palette

const brand: BrandVariants = {
  10: '#020d1f',
  20: '#071b3a',
  30: '#0a2853',
  40: '#0c336b',
  50: '#0d3f86',
  60: '#0e4ca2',
  70: '#1156b9',
  80: '#1660cf',
  90: '#2f74dd',
  100: '#4786e8',
  110: '#5f97f0',
  120: '#78a8f5',
  130: '#92b9f9',
  140: '#aecbfb',
  150: '#c9dcfd',
  160: '#e4eefe',
}

function withPalette(base: Theme, palette: Palette): StudioTheme {
  return {
    ...base,
    fontFamilyBase: "'Inter Variable', 'Segoe UI Variable Text', 'Segoe UI', system-ui, sans-serif",
    fontFamilyMonospace:
      "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
    fontSizeBase200: '12px',
    fontSizeBase300: '13px',
    lineHeightBase200: '16px',
    lineHeightBase300: '18px',
    fontWeightSemibold: 560,
    borderRadiusMedium: '5px',
    colorNeutralForeground1: palette.colorText,
    colorNeutralForeground2: palette.colorText,
    colorNeutralForeground3: palette.colorTextMuted,
    colorNeutralForeground4: palette.colorTextFaint,
    colorNeutralBackground1: palette.colorCard,
    colorNeutralStroke1: palette.colorHairline,
    colorNeutralStroke2: palette.colorHairline,
    colorNeutralForegroundOnBrand: palette.colorOnAccent,
    colorBrandBackground: palette.colorAccent,
    colorBrandBackgroundHover: palette.colorAccentHover,
    colorBrandBackgroundPressed: palette.colorAccentPressed,
    colorBrandForegroundLink: palette.colorAccent,
    colorCompoundBrandForeground1: palette.colorAccent,
    colorCompoundBrandStroke: palette.colorAccent,
    colorCompoundBrandBackground: palette.colorAccent,
    colorCompoundBrandBackgroundHover: palette.colorAccentHover,
    ...palette,
  }
}

const themes: Readonly<Record<ThemeName, StudioTheme>> = {
  light: withPalette(createLightTheme(brand), lightPalette),
  dark: withPalette(createDarkTheme(brand), darkPalette),
  highContrast: withPalette(teamsHighContrastTheme, highContrastPalette),
}

/** The theme of this name. */
export function themeFor(name: ThemeName): StudioTheme {
  return themes[name]
}
