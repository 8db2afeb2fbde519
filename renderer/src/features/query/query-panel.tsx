import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
  Spinner,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useEffect, useRef, type ReactElement } from 'react'
import { DataGrid } from '../../components/data-grid'
import { ErrorNote } from '../../components/error-note'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { queryText } from '../../text/en-work'
import { formatDuration } from '../../text/format'
import styles from './query.module.css'

/** A panel for KQL beside the workspace: the query and its result, or what is wrong with it. */
export function QueryPanel(): ReactElement {
  const closeView = useStudio((state) => state.closeView)
  const text = useStudio((state) => state.queryText)
  const setQueryText = useStudio((state) => state.setQueryText)
  const runQuery = useStudio((state) => state.runQuery)
  const cancelQuery = useStudio((state) => state.cancelQuery)
  const result = useStudio((state) => state.queryResult)
  const editor = useRef<HTMLTextAreaElement | null>(null)
  useEffect(() => editor.current?.focus(), [])
  const isRunning = result.kind === 'loading'
  return (
    <OverlayDrawer
      open
      modalType="non-modal"
      position="end"
      className={styles['panel'] ?? ''}
      aria-label={queryText.title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') closeView()
      }}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={appText.close}
              onClick={closeView}
            />
          }
        >
          {queryText.title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles['body'] ?? ''}>
        <textarea
          ref={editor}
          className={styles['editor']}
          aria-label={queryText.editor}
          spellCheck={false}
          value={text}
          onChange={(event) => setQueryText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void runQuery()
          }}
        />
        <div className={styles['actions']}>
          {/* Keeps the focus while it runs; otherwise Escape would reach nothing. */}
          <Button
            appearance="primary"
            disabled={text.trim() === ''}
            disabledFocusable={isRunning}
            onClick={() => void runQuery()}
          >
            {queryText.run}
          </Button>
          {isRunning ? (
            <Button onClick={cancelQuery}>{appText.cancel}</Button>
          ) : (
            <span className={styles['hint']}>{queryText.runHint}</span>
          )}
          <span className={styles['status']} role="status">
            {isRunning && <Spinner size="extra-tiny" label={queryText.running} />}
            {result.kind === 'ready' &&
              queryText.count(result.value.rows.rows.length, formatDuration(result.value.tookMs))}
          </span>
        </div>
        {result.kind === 'idle' && <p className={styles['hint']}>{queryText.idle}</p>}
        {result.kind === 'failed' && (
          <div role="alert">
            <ErrorNote error={result.error} />
          </div>
        )}
        {result.kind === 'ready' &&
          (result.value.rows.rows.length === 0 ? (
            <p className={styles['hint']}>{queryText.noRows}</p>
          ) : (
            <DataGrid label={queryText.result} rows={result.value.rows} />
          ))}
        {result.kind === 'ready' && result.value.rows.truncated && (
          <p className={styles['hint']}>{queryText.truncated(result.value.rows.rows.length)}</p>
        )}
      </DrawerBody>
    </OverlayDrawer>
  )
}
