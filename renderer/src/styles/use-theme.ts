import { createContext, useContext, useSyncExternalStore } from 'react'
import { useStudio } from '../state/use-studio'
import { themeFor, type StudioTheme, type ThemeName } from './themes'

/** The current theme, for the canvas, which cannot use CSS variables. */
export const ThemeContext = createContext<ThemeName>('light')

/** The current theme's palette and font. */
export function useTheme(): { readonly palette: StudioTheme; readonly fontFamily: string } {
  const theme = themeFor(useContext(ThemeContext))
  return { palette: theme, fontFamily: theme.fontFamilyBase }
}

/** The setting, or what the system prefers. The system's high contrast always wins. */
export function useThemeName(): ThemeName {
  const setting = useStudio((state) => state.settings.theme)
  const isDark = useMedia('(prefers-color-scheme: dark)')
  const isForced = useMedia('(forced-colors: active)')
  if (isForced) return 'highContrast'
  if (setting !== 'system') return setting
  return isDark ? 'dark' : 'light'
}

/** Whether a media query holds, now and whenever that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}
