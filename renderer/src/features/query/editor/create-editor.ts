import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { lintKeymap } from '@codemirror/lint'
import { EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import type { Completions } from '../../../../../electron/domain/schema/query'
import { queryText } from '../../../text/en-query'
import { editorTheme } from './editor-theme'
import { scriptExtensions } from './script-state'

/** A part of the text; `from` and `to` are the same for a caret. */
interface TextRange {
  readonly from: number
  readonly to: number
}

/** What the editor tells and asks. */
export interface EditorEvents {
  /** What the editor should show now; what was rendered last may be older than the last key. */
  newest(): { readonly text: string; readonly selection: TextRange }
  onChange(text: string, selection: TextRange): void
  onSelect(selection: TextRange): void
  onRun(): void
  /** Older (-1) or newer (1) query. */
  onRecall(step: -1 | 1): void
  complete(script: string, at: number, signal: AbortSignal): Promise<Completions | null>
}

/**
 * Makes the editor in a shadow root. There, CodeMirror's styles are constructed style sheets; elsewhere they would be
 * `<style>` elements with text, which the window's policy refuses.
 */
export function createEditor(root: ShadowRoot, events: EditorEvents): EditorView {
  const { text } = events.newest()
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      selection: { anchor: text.length },
      extensions: [
        Prec.highest(
          keymap.of([
            { key: 'Mod-Enter', run: run(events) },
            { key: 'Shift-Enter', run: run(events) },
            { key: 'Alt-ArrowUp', run: done(() => events.onRecall(-1)) },
            { key: 'Alt-ArrowDown', run: done(() => events.onRecall(1)) },
          ]),
        ),
        history(),
        drawSelection(),
        closeBrackets(),
        autocompletion({
          override: [(context) => complete(context, events)],
          icons: false,
          // As many as there is room for: a list that scrolls would have to take the focus.
          maxRenderedOptions: 10,
          defaultKeymap: false,
        }),
        // Tab always leaves the editor; Enter takes a completion.
        keymap.of([
          ...completionKeymap,
          ...closeBracketsKeymap,
          ...historyKeymap,
          ...lintKeymap,
          ...defaultKeymap,
        ]),
        EditorState.languageData.of(() => [{ commentTokens: { line: '//' } }]),
        EditorView.lineWrapping,
        typingOverSelection,
        EditorView.contentAttributes.of({ 'aria-label': queryText.editor }),
        placeholder(queryText.placeholder),
        editorTheme,
        scriptExtensions,
        closeAfterWord,
        EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
          const { from, to } = state.selection.main
          if (docChanged) events.onChange(state.doc.toString(), { from, to })
          else if (selectionSet) events.onSelect({ from, to })
        }),
      ],
    }),
  })
}

/** Makes the editor show another text: only what differs is replaced, so that it can be undone in one step. */
export function replaceText(view: EditorView, { text, selection }: ReturnType<EditorEvents['newest']>): void {
  const before = view.state.doc.toString()
  if (before === text) return
  let from = 0
  while (from < before.length && from < text.length && before[from] === text[from]) from++
  let same = 0
  const most = Math.min(before.length, text.length) - from
  while (same < most && before[before.length - 1 - same] === text[text.length - 1 - same]) same++
  view.dispatch({
    changes: { from, to: before.length - same, insert: text.slice(from, text.length - same) },
    selection: { anchor: Math.min(selection.from, text.length), head: Math.min(selection.to, text.length) },
    scrollIntoView: true,
  })
}

/**
 * Typing over a selection. Left to the browser, it would carry the colours of what it replaces along as style
 * attributes, which the window's policy refuses. Brackets and quotes are left to `closeBrackets`.
 */
const typingOverSelection = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { data, inputType, isComposing } = event
    if (inputType !== 'insertText' || isComposing || data === null || view.state.selection.main.empty)
      return false
    if (/^[([{'"]$/.test(data)) return false
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true })
    return true
  },
})

/** Runs the script, and takes the list of completions away: it would cover the result. */
function run(events: EditorEvents): (view: EditorView) => boolean {
  return (view) => {
    closeCompletion(view)
    events.onRun()
    return true
  }
}

/** Closes the list of completions after a word: until the next list is there, it would offer the last word's. */
const closeAfterWord = EditorView.updateListener.of(({ docChanged, state, view }) => {
  const { head } = state.selection.main
  if (docChanged && !/[\w.]/.test(state.sliceDoc(Math.max(0, head - 1), head))) closeCompletion(view)
})

function done(action: () => void): () => boolean {
  return () => {
    action()
    return true
  }
}

async function complete(context: CompletionContext, events: EditorEvents): Promise<CompletionResult | null> {
  const { pos, state, explicit } = context
  if (!explicit && context.matchBefore(/[\w.]$/) === null) return null
  const controller = new AbortController()
  context.addEventListener('abort', () => controller.abort())
  const found = await events.complete(state.doc.toString(), pos, controller.signal)
  if (found === null || found.items.length === 0) return null
  return {
    from: found.start,
    to: Math.max(found.end, pos),
    validFor: /^\w*$/,
    options: found.items.map((item, index) => toOption(item, index)),
  }
}

function toOption(item: Completions['items'][number], index: number): Completion {
  const before = item.before.trimEnd()
  const after = item.after.trim()
  return {
    label: item.match,
    displayLabel: item.label,
    detail: queryText.completionKinds[item.kind],
    sortText: String(index).padStart(5, '0'),
    apply: (view, _completion, from, to) => {
      view.dispatch({
        changes: { from, to, insert: before + after },
        selection: { anchor: from + before.length },
        userEvent: 'input.complete',
      })
    },
  }
}
