import { useEffect } from 'react'
import { groupOf } from './source-groups'
import { useStudio } from '../use-studio'

/** What is scrolled past is not looked at. */
const stayMs = 150

/** Has a file's group looked at once the file has been in view for a moment. */
export function useLookWhenSeen(handle: string): void {
  const inspectSeen = useStudio((state) => state.inspectSeen)
  const isKnown = useStudio((state) => {
    const first = groupOf(state.files, handle)?.first
    return first === undefined || state.inspections[first.handle] !== undefined
  })
  useEffect(() => {
    if (isKnown) return
    const timer = setTimeout(() => inspectSeen(handle), stayMs)
    return () => clearTimeout(timer)
  }, [handle, isKnown, inspectSeen])
}
