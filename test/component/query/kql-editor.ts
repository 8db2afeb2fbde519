import { act } from '@testing-library/react'
import { EditorView } from '@codemirror/view'

/** The query pane's editor. */
function editor(): EditorView {
  const host = document.querySelector('[data-testid="kql-editor"]')
  const content = host?.shadowRoot?.querySelector<HTMLElement>('.cm-content')
  const view = content === null || content === undefined ? null : EditorView.findFromDOM(content)
  if (view === null) throw new Error('There is no editor')
  return view
}

/** What is in the editor. */
export function editorText(): string {
  return editor().state.doc.toString()
}

/** Replaces what is in the editor, as if it had been typed, with the caret at `at` or at the end. */
export function typeQuery(text: string, at = text.length): void {
  act(() => {
    const view = editor()
    // With the focus, happy-dom tells of a new selection while CodeMirror still sets it.
    view.contentDOM.blur()
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      selection: { anchor: at },
      userEvent: 'input.type',
    })
  })
}
