import { useEffect } from 'react'
import { describePastedText, type PastedRows } from '../../../../../electron/domain/pasted-text'
import { pastedOptions } from '../../../state/sources/pasted-rows'
import { useStudio, useStudioStore } from '../../../state/use-studio'
import { readInWorker } from './read-in-worker'

const settleMs = 200

/** Describes long pasted text in a worker, once typing pauses. Short text is described at once, in the state. */
export function useLongTextReader(): void {
  const store = useStudioStore()
  const text = useStudio((state) => (state.pastedFinding === null ? state.pastedText : ''))
  useEffect(() => {
    if (text === '') return undefined
    let isStale = false
    const read = async (): Promise<void> => {
      const options = pastedOptions(store.getState())
      const finding: PastedRows = await readInWorker({ text, options }).catch(() =>
        // Without workers the page still has to count, if less smoothly.
        describePastedText(text, options),
      )
      if (!isStale) store.getState().setPastedFinding(finding)
    }
    const timer = setTimeout(() => void read(), settleMs)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [store, text])
}
