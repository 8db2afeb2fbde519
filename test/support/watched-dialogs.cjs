// Loaded into the main process before the studio, in place of a person at the screen: it prints what the studio shows
// and presses the button that the test writes to the file ANSWER_FILE.
const { existsSync, readFileSync, rmSync } = require('node:fs')
const { app, clipboard, dialog, shell } = require('electron')

const answerFile = process.env.ANSWER_FILE
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`)
const show = dialog.showMessageBox.bind(dialog)

dialog.showMessageBox = async (...given) => {
  // With or without the window that the dialog belongs to.
  const options = given.at(-1)
  const closing = new AbortController()
  // The real dialog is on screen meanwhile; when the signal fires, it closes as if by its title bar.
  const closed = show({ ...options, signal: closing.signal })
  tell({ dialog: options })
  while (!existsSync(answerFile)) await new Promise((resolve) => setTimeout(resolve, 20))
  const answer = readFileSync(answerFile, 'utf8')
  rmSync(answerFile)
  closing.abort()
  const result = await closed
  return answer === 'close' ? result : { ...result, response: options.buttons.indexOf(answer) }
}
// A new start would be nobody's child: the test looks at what it would be started with.
app.relaunch = (options) => tell({ relaunch: { args: options?.args ?? [] } })
dialog.showOpenDialog = async (options) => {
  tell({ dialog: { message: options.title, detail: options.message } })
  const chosen = process.env.CHOSEN_FOLDER
  return { canceled: chosen === '', filePaths: chosen === '' ? [] : [chosen] }
}
shell.showItemInFolder = (path) => tell({ shownFolder: path })
clipboard.writeText = (text) => tell({ copied: text })
app.on('browser-window-created', (_event, window) => {
  window.once('show', () => tell({ window: window.getTitle() }))
  let last = ''
  const look = setInterval(async () => {
    if (window.isDestroyed()) return clearInterval(look)
    const page = await window.webContents.executeJavaScript('document.body.innerText').catch(() => '')
    if (page !== last) tell({ page: (last = page) })
  }, 200)
})
