/** What the application menu, a shortcut and a page button can all ask for. */
export const studioCommands = [
  'chooseFiles',
  'chooseFolder',
  'pasteRows',
  'blobUri',
  'newTable',
  'connect',
  'query',
  'history',
  'toggleTheme',
  'toggleDensity',
  'focusJobs',
  'palette',
  'newWindow',
  'diagnostics',
] as const

export type StudioCommand = (typeof studioCommands)[number]

/** Each command's key, as Electron's menu takes it; the page shows the same in its tool tips. */
export const commandAccelerators: Readonly<Record<StudioCommand, string>> = {
  chooseFiles: 'CmdOrCtrl+O',
  chooseFolder: 'CmdOrCtrl+Shift+O',
  pasteRows: 'CmdOrCtrl+Shift+V',
  blobUri: 'CmdOrCtrl+Shift+U',
  newTable: 'CmdOrCtrl+N',
  connect: 'CmdOrCtrl+Shift+K',
  query: 'CmdOrCtrl+E',
  history: 'CmdOrCtrl+Shift+J',
  toggleTheme: 'CmdOrCtrl+Shift+L',
  toggleDensity: 'CmdOrCtrl+Shift+D',
  focusJobs: 'CmdOrCtrl+J',
  palette: 'CmdOrCtrl+K',
  newWindow: 'CmdOrCtrl+Shift+N',
  diagnostics: 'CmdOrCtrl+Shift+Y',
}

/** Writes an accelerator for a person: `Ctrl+Shift+O`, or `⇧⌘O` on macOS (`darwin`). */
export function formatAccelerator(accelerator: string, platform: string): string {
  if (platform !== 'darwin') return accelerator.replace('CmdOrCtrl', 'Ctrl')
  const keys = accelerator.split('+')
  const signs = [keys.includes('Shift') ? '⇧' : '', keys.includes('CmdOrCtrl') ? '⌘' : '']
  return [...signs, keys[keys.length - 1] ?? ''].join('')
}
