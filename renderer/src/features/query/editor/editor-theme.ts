import { EditorView } from '@codemirror/view'

/** The editor in the window's colours. */
export const editorTheme = EditorView.theme({
  '&': {
    height: '100%',
    color: 'var(--colorText)',
    backgroundColor: 'transparent',
    fontSize: '13px',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--fontFamilyMonospace)', lineHeight: '20px' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--colorText)' },
  '.cm-line': { padding: '0 12px' },
  '.cm-cursor': { borderLeftColor: 'var(--colorText)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--colorTrack)',
  },
  '.kql-active': { boxShadow: 'inset 2px 0 0 var(--colorAccent)' },
  '.kql-comment': { color: 'var(--colorTextFaint)', fontStyle: 'italic' },
  '.kql-text, .kql-number': { color: 'var(--colorLanded)' },
  '.kql-keyword, .kql-operator': { color: 'var(--colorAccent)' },
  '.kql-command': { color: 'var(--colorWarning)', fontWeight: '600' },
  '.kql-table': { fontWeight: '600' },
  '.kql-type': { color: 'var(--colorTextMuted)' },
  '.cm-tooltip': {
    border: '1px solid var(--colorHairline)',
    borderRadius: '6px',
    color: 'var(--colorText)',
    backgroundColor: 'var(--colorCard)',
    boxShadow: '0 4px 16px rgb(0 0 0 / 20%)',
    fontFamily: 'var(--fontFamilyBase)',
  },
  '.cm-tooltip-lint': { padding: '2px' },
  '.cm-diagnostic': { maxWidth: '460px', padding: '4px 8px', whiteSpace: 'normal' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--colorFailed)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--colorWarning)' },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--colorFailed)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--colorWarning)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '220px',
    fontFamily: 'var(--fontFamilyMonospace)',
    fontSize: '12px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '18px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--colorText)',
    backgroundColor: 'var(--colorAccentSoft)',
  },
  '.cm-completionDetail': { color: 'var(--colorTextMuted)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--colorAccent)' },
  '.cm-placeholder': { color: 'var(--colorTextFaint)' },
})
