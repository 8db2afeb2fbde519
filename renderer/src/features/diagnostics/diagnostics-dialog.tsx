import { Button } from '@fluentui/react-components'
import { useEffect, useState, type ReactElement } from 'react'
import { ErrorNote } from '../../components/error-note'
import { StudioDialog } from '../../components/studio-dialog'
import { failed, loading, ready, type Loadable } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { diagnosticsText } from '../../text/en-diagnostics'
import styles from './diagnostics.module.css'

/** What can be shown to others about this studio, to read before it is copied. */
export function DiagnosticsDialog(): ReactElement {
  const closeView = useStudio((state) => state.closeView)
  const announce = useStudio((state) => state.announce)
  const readDiagnostics = useStudio((state) => state.readDiagnostics)
  const [text, setText] = useState<Loadable<string>>(loading)
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    const controller = new AbortController()
    readDiagnostics(controller.signal).then(
      (written) => !controller.signal.aborted && setText(ready(written)),
      (error: unknown) => !controller.signal.aborted && setText(failed(error)),
    )
    return () => controller.abort()
  }, [readDiagnostics])
  const copy = async (whole: string): Promise<void> => {
    await navigator.clipboard.writeText(whole)
    setIsCopied(true)
    announce(diagnosticsText.copied)
  }
  return (
    <StudioDialog
      title={diagnosticsText.title}
      width="wide"
      onClose={closeView}
      actions={
        <>
          {isCopied && <span className={styles['copied']}>{diagnosticsText.copied}</span>}
          <Button onClick={closeView}>{appText.close}</Button>
          <Button
            appearance="primary"
            disabled={text.kind !== 'ready'}
            onClick={() => text.kind === 'ready' && void copy(text.value)}
          >
            {diagnosticsText.copy}
          </Button>
        </>
      }
    >
      <p>{diagnosticsText.intro}</p>
      {text.kind === 'failed' ? (
        <ErrorNote error={text.error} />
      ) : (
        <pre className={styles['text']} tabIndex={0} role="region" aria-label={diagnosticsText.text}>
          {text.kind === 'ready' ? text.value : diagnosticsText.writing}
        </pre>
      )}
    </StudioDialog>
  )
}
