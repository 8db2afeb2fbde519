import { Button, Tab, TabList } from '@fluentui/react-components'
import { useEffect, useState, type ReactElement } from 'react'
import { copyTools, type CopyTool } from '../../../../electron/domain/copy-as/copy-as'
import { ErrorNote } from '../../components/error-note'
import { idle, loading, ready, failed, type Loadable } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { historyText } from '../../text/en-history'
import styles from './copy-as.module.css'

/** Longer texts are cut on screen; the clipboard gets all of them. */
const mostLines = 200

/** An ingestion as text for another tool. */
export function CopyAs(props: {
  /** Writes it for a tool. */
  readonly write: (tool: CopyTool, signal: AbortSignal) => Promise<string>
}): ReactElement {
  const { write } = props
  const announce = useStudio((state) => state.announce)
  const [tool, setTool] = useState<CopyTool>('kql')
  const [text, setText] = useState<Loadable<string>>(idle)
  useEffect(() => {
    const controller = new AbortController()
    write(tool, controller.signal)
      .then((written) => {
        if (!controller.signal.aborted) setText(ready(written))
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setText(failed(error))
      })
    return () => controller.abort()
    // It is written anew for another tool only: `write` is another function with each drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tool])
  const name = historyText.tools[tool]
  const copy = async (whole: string): Promise<void> => {
    await navigator.clipboard.writeText(whole)
    announce(historyText.copied(name))
  }
  return (
    <div className={styles['copy']}>
      <div className={styles['head']}>
        <h3>{historyText.copyAs}</h3>
        <TabList
          size="small"
          selectedValue={tool}
          aria-label={historyText.copyAs}
          onTabSelect={(_, { value }) => {
            setTool(value as CopyTool)
            setText(loading)
          }}
        >
          {copyTools.map((one) => (
            <Tab key={one} value={one}>
              {historyText.tools[one]}
            </Tab>
          ))}
        </TabList>
        <Button
          size="small"
          disabled={text.kind !== 'ready'}
          onClick={() => text.kind === 'ready' && void copy(text.value)}
        >
          {historyText.copy}
        </Button>
      </div>
      {text.kind === 'failed' ? (
        <ErrorNote error={text.error} />
      ) : (
        <pre className={styles['text']} tabIndex={0} role="tabpanel" aria-label={name}>
          {text.kind === 'ready' ? cut(text.value) : historyText.writing}
        </pre>
      )}
    </div>
  )
}

function cut(text: string): string {
  const lines = text.split('\n')
  if (lines.length <= mostLines) return text
  return [...lines.slice(0, mostLines), `… ${historyText.cut(lines.length - mostLines)}`].join('\n')
}
