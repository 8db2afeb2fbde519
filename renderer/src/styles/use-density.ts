import { createContext, useContext } from 'react'
import { comfortableFrom, densityOf, type Density } from '../state/density'
import { useStudio } from '../state/use-studio'
import { useMedia } from './use-theme'

/** By how many pixels each row is higher if there is room; base.css has the same number for style sheets. */
const rowMore = 6

/** The current density, for lists that have to know how high their rows are. */
export const DensityContext = createContext<Density>('compact')

/** The setting, or what the height of the window suggests. */
export function useDensity(): Density {
  const setting = useStudio((state) => state.settings.density)
  const isTall = useMedia(`(min-height: ${comfortableFrom}px)`)
  return densityOf(setting, isTall)
}

/** The height of a row, in pixels. @param compact The same in the compact density. */
export function useRowHeight(compact: number): number {
  return useContext(DensityContext) === 'comfortable' ? compact + rowMore : compact
}
