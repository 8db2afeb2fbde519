import { Button } from '@fluentui/react-components'
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react'
import type { StudioError } from '../../../electron/domain/studio-error'
import { toStudioError } from '../state/to-studio-error'
import { useStudio } from '../state/use-studio'
import { appText } from '../text/en'
import { ErrorNote } from './error-note'
import { StudioDialog } from './studio-dialog'

/**
 * A dialog with fields. It closes once `submit` is done, and shows what `submit` throws. Closing it earlier aborts the
 * signal.
 */
export function FormDialog(props: {
  readonly title: string
  readonly submitText: string
  readonly canSubmit?: boolean
  readonly submit: (signal: AbortSignal) => Promise<void>
  readonly children: ReactNode
}): ReactElement {
  const closeView = useStudio((state) => state.closeView)
  const [error, setError] = useState<StudioError | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const closing = useRef(new AbortController())
  useEffect(() => {
    const controller = new AbortController()
    closing.current = controller
    return () => controller.abort()
  }, [])
  const submit = async (): Promise<void> => {
    const { signal } = closing.current
    setIsBusy(true)
    try {
      await props.submit(signal)
      // Another dialog may be open by now.
      if (!signal.aborted) closeView()
    } catch (caught) {
      setError(toStudioError(caught))
      setIsBusy(false)
    }
  }
  return (
    <StudioDialog
      title={props.title}
      onClose={closeView}
      onSubmit={() => void submit()}
      actions={
        <>
          {/* Keeps the focus while busy; otherwise Escape would reach nothing. */}
          <Button
            appearance="primary"
            type="submit"
            disabled={props.canSubmit === false}
            disabledFocusable={isBusy}
          >
            {props.submitText}
          </Button>
          <Button onClick={closeView}>{appText.cancel}</Button>
        </>
      }
    >
      {props.children}
      {error !== null && (
        <div role="alert">
          <ErrorNote error={error} />
        </div>
      )}
    </StudioDialog>
  )
}
