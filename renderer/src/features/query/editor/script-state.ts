import { setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { RangeSetBuilder, StateEffect, StateField, type EditorState } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'
import type { ScriptAnalysis, Statement } from '../../../../../electron/domain/schema/query'

const setAnalysis = StateEffect.define<ScriptAnalysis>()

interface ScriptState {
  readonly colours: DecorationSet
  readonly statements: readonly Statement[]
}

const nothing: ScriptState = { colours: Decoration.none, statements: [] }

/** The newest analysis; what is typed after it moves it along until the next one. */
const scriptField = StateField.define<ScriptState>({
  create: () => nothing,
  update: (known, transaction) => {
    const analysis = transaction.effects.find((effect) => effect.is(setAnalysis))?.value as
      ScriptAnalysis | undefined
    if (analysis !== undefined) {
      return { colours: coloursOf(analysis, transaction.state), statements: analysis.statements }
    }
    if (!transaction.docChanged) return known
    return {
      colours: known.colours.map(transaction.changes),
      statements: known.statements.map((statement) => ({
        ...statement,
        start: transaction.changes.mapPos(statement.start, 1),
        end: transaction.changes.mapPos(statement.end, 1),
      })),
    }
  },
  provide: (field) => EditorView.decorations.from(field, ({ colours }) => colours),
})

const active = Decoration.line({ class: 'kql-active' })

/** Marks the lines of the statement that would run, if there are several. */
const activeStatement = EditorView.decorations.compute([scriptField, 'selection'], (state) => {
  const { statements } = state.field(scriptField)
  if (statements.length < 2) return Decoration.none
  const caret = state.selection.main.head
  const found =
    statements.find(({ start, end }) => state.doc.lineAt(start).from <= caret && caret <= end) ??
    statements.filter(({ end }) => end < caret).at(-1) ??
    statements[0]
  if (found === undefined) return Decoration.none
  const builder = new RangeSetBuilder<Decoration>()
  const last = state.doc.lineAt(Math.min(found.end, state.doc.length)).number
  for (let line = state.doc.lineAt(found.start).number; line <= last; line++) {
    const { from } = state.doc.line(line)
    builder.add(from, from, active)
  }
  return builder.finish()
})

/** Colours and statements of the script. */
export const scriptExtensions = [scriptField, activeStatement]

/** Shows an analysis of the text that the editor has. */
export function showAnalysis(view: EditorView, analysis: ScriptAnalysis): void {
  const { length } = view.state.doc
  const diagnostics = analysis.marks.map(({ start, end, severity, message }): Diagnostic => ({
    from: Math.min(start, length),
    to: Math.min(end, length),
    severity,
    message,
  }))
  view.dispatch({ effects: setAnalysis.of(analysis) })
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

function coloursOf({ tokens }: ScriptAnalysis, { doc }: EditorState): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  let at = 0
  for (const { start, end, kind } of tokens) {
    if (start < at || end > doc.length || start >= end) continue
    builder.add(start, end, Decoration.mark({ class: `kql-${kind}` }))
    at = end
  }
  return builder.finish()
}
