import { useEffect, useRef, type ReactElement } from 'react'
import type { EditorView } from '@codemirror/view'
import type { ScriptAnalysis } from '../../../../../electron/domain/schema/query'
import { createEditor, replaceText, type EditorEvents } from './create-editor'
import { showAnalysis } from './script-state'
import styles from './kql-editor.module.css'

/** An editor for KQL: colours, mistakes and completion come from the language's own parser. */
export default function KqlEditor(props: {
  readonly text: string
  /** An analysis, and the text that it is of. */
  readonly analysis: { readonly script: string; readonly analysis: ScriptAnalysis } | null
  readonly events: EditorEvents
  readonly wantsFocus: boolean
  readonly onFocused: () => void
}): ReactElement {
  const { text, analysis, events, wantsFocus, onFocused } = props
  const host = useRef<HTMLDivElement | null>(null)
  const view = useRef<EditorView | null>(null)

  useEffect(() => {
    const element = host.current
    if (element === null) return undefined
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const made = createEditor(root, events)
    view.current = made
    return () => {
      view.current = null
      made.destroy()
    }
  }, [events])

  useEffect(() => {
    if (view.current !== null) replaceText(view.current, events.newest())
  }, [text, events])

  useEffect(() => {
    if (!wantsFocus || view.current === null) return
    view.current.focus()
    onFocused()
  }, [wantsFocus, onFocused])

  useEffect(() => {
    const editor = view.current
    if (editor === null || analysis === null || analysis.script !== editor.state.doc.toString()) return
    showAnalysis(editor, analysis.analysis)
  }, [analysis])

  return <div ref={host} className={styles['editor']} data-testid="kql-editor" />
}
