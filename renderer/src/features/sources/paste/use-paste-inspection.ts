import { useEffect } from 'react'
import { useStudio, useStudioStore } from '../../../state/use-studio'
import { sourcesText } from '../../../text/en-work'

const settleMs = 400

/** Looks into the pasted rows once the typing pauses, and forgets them when the box is empty. */
export function usePasteInspection(): void {
  const store = useStudioStore()
  const text = useStudio((state) => state.pastedText)
  const isDetailed = useStudio((state) => state.target === null || state.details.kind === 'ready')
  useEffect(() => {
    if (text.trim() === '') {
      store.getState().forgetInspection('paste')
      return undefined
    }
    if (!isDetailed) return undefined
    const look = (): void =>
      store
        .getState()
        .inspectSource({ kind: 'paste', text, name: sourcesText.pasteName }, sourcesText.pasteName)
    const timer = setTimeout(look, settleMs)
    return () => clearTimeout(timer)
  }, [store, text, isDetailed])
}
