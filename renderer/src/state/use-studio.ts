import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { StudioState } from './studio-state'
import type { StudioStore } from './store'

/** Gives the store to the page. */
export const StudioContext = createContext<StudioStore | null>(null)

/** The store itself, for handlers that read the state when they run. */
export function useStudioStore(): StudioStore {
  const store = useContext(StudioContext)
  if (store === null) throw new Error('A component is used outside of StudioContext')
  return store
}

/** What `select` picks from the state; a change renders the component again. */
export function useStudio<T>(select: (state: StudioState) => T): T {
  return useStore(useStudioStore(), select)
}
