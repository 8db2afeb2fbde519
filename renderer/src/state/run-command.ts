import type { StudioCommand } from '../../../electron/domain/studio-command'
import { comfortableFrom, densityOf } from './density'
import type { StudioState } from './studio-state'

const nextTheme = { system: 'dark', dark: 'light', light: 'dark' } as const

/** Does what the command's button does; menu items and shortcuts end up here. */
export function runCommand(command: StudioCommand, state: StudioState): void {
  switch (command) {
    case 'chooseFiles':
      void state.chooseFiles('files')
      return
    case 'chooseFolder':
      void state.chooseFiles('folder')
      return
    case 'pasteRows':
      state.closeView()
      state.closeHistory()
      state.chooseTab('paste')
      state.requestFocus('pasteBox')
      return
    case 'blobUri':
      state.closeView()
      state.closeHistory()
      state.chooseTab('blob')
      state.requestFocus('blobUri')
      return
    case 'newTable':
      state.openView({ kind: 'newTable' })
      return
    case 'connect':
      state.openView({ kind: 'connect' })
      return
    case 'query':
      state.openQuery()
      return
    case 'history':
      state.closeView()
      void state.openHistory()
      return
    case 'toggleTheme':
      void state.changeSettings({ theme: nextTheme[state.settings.theme] })
      return
    case 'toggleDensity': {
      const now = densityOf(state.settings.density, window.innerHeight >= comfortableFrom)
      void state.changeSettings({ density: now === 'compact' ? 'comfortable' : 'compact' })
      return
    }
    case 'newWindow':
      void state.openWindow()
      return
    case 'diagnostics':
      state.openView({ kind: 'diagnostics' })
      return
    case 'palette':
      state.openView({ kind: 'palette' })
      return
    case 'focusJobs':
      state.closeView()
      state.closeHistory()
      state.requestFocus('jobs')
      return
  }
}
