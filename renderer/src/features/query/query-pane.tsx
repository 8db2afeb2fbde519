import { Button } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, type ReactElement } from 'react'
import { databaseInView } from '../../state/catalog'
import { useStudio, useStudioStore } from '../../state/use-studio'
import { appText } from '../../text/en'
import { queryText } from '../../text/en-query'
import { ConfirmCommandDialog } from './confirm-command-dialog'
import type { EditorEvents } from './editor/create-editor'
import { HistoryMenu } from './history-menu'
import { FirstMark } from './first-mark'
import { PaneBorder } from './pane-border'
import { RunStatus } from './run-status'
import { RunOutcome } from './run-outcome'
import { usePaneHeight } from './use-pane-height'
import styles from './query-pane.module.css'

// Loaded with the first query: nobody else waits for it.
const KqlEditor = lazy(() => import('./editor/kql-editor'))

/** How long after the last key the parser reads the script. */
const readAfterMs = 200

/** The query pane below the workspace: a script, what became of the last run, and the history. */
export function QueryPane(): ReactElement {
  const store = useStudioStore()
  const text = useStudio((state) => state.queryText)
  const wantsFocus = useStudio((state) => state.focusRequest === 'query')
  const analysis = useStudio((state) => state.queryAnalysis)
  const run = useStudio((state) => state.queryRun)
  const database = useStudio(databaseInView)
  const [height, setHeight] = usePaneHeight()
  const opener = useRef<Element | null>(document.activeElement)
  const isRunning = run.kind === 'running'

  useEffect(() => {
    // Whoever opened the pane gets the focus back.
    const from = opener.current
    return () => {
      if (from instanceof HTMLElement && from.isConnected) from.focus()
    }
  }, [])

  useEffect(() => {
    const timer = setTimeout(() => void store.getState().analyzeQuery(), readAfterMs)
    return () => clearTimeout(timer)
  }, [store, text, database])

  useEffect(() => {
    void store.getState().loadPastQueries()
  }, [store, database])

  const events = useMemo((): EditorEvents => {
    const state = store.getState
    return {
      newest: () => ({ text: state().queryText, selection: state().querySelection }),
      onChange: (script, range) => state().setQueryText(script, range),
      onSelect: (range) => state().selectInQuery(range),
      onRun: () => void state().runQuery(),
      onRecall: (step) => void state().recallQuery(step),
      complete: (script, at, signal) => state().completeQuery(script, at, signal),
    }
  }, [store])

  const onFocused = useCallback(() => store.getState().requestFocus(null), [store])

  return (
    <section
      className={styles['pane']}
      aria-label={queryText.title}
      style={{ height }}
      data-own-escape
      onKeyDown={(event) => {
        // Escape first closes what is open here: a list of completions, the history, a question.
        const isHere = event.currentTarget.contains(event.target as Node)
        if (event.key === 'Escape' && isHere && !event.defaultPrevented) store.getState().closeQuery()
      }}
    >
      <PaneBorder height={height} onHeight={setHeight} />
      <div className={styles['head']}>
        <h2 className={styles['title']}>
          {queryText.title}
          {database !== undefined && <small>{queryText.inDatabase(database)}</small>}
        </h2>
        {/* Keeps the focus while it runs; otherwise Escape would reach nothing. */}
        <Button
          appearance="primary"
          size="small"
          disabled={text.trim() === ''}
          disabledFocusable={isRunning}
          onClick={() => void store.getState().runQuery()}
        >
          {queryText.run}
        </Button>
        {isRunning ? (
          <Button size="small" onClick={() => store.getState().cancelQuery()}>
            {appText.cancel}
          </Button>
        ) : (
          <span className={styles['hint']}>{queryText.runHint}</span>
        )}
        <RunStatus run={run} />
        <HistoryMenu />
        <Button
          appearance="subtle"
          size="small"
          icon={<DismissRegular />}
          aria-label={appText.close}
          onClick={() => store.getState().closeQuery()}
        />
      </div>
      <div className={styles['body']}>
        <div className={styles['script']}>
          <Suspense fallback={<div />}>
            <KqlEditor
              text={text}
              analysis={analysis}
              events={events}
              wantsFocus={wantsFocus}
              onFocused={onFocused}
            />
          </Suspense>
          <FirstMark text={text} analysis={analysis} />
        </div>
        <RunOutcome run={run} />
      </div>
      <ConfirmCommandDialog />
    </section>
  )
}
