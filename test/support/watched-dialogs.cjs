// Loaded into the main process before the studio, in place of a person at the screen: it prints what the studio shows
// and presses the button that the test writes to the file ANSWER_FILE.
const { existsSync, readFileSync, rmSync } = require('node:fs')
const { app, dialog } = require('electron')

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
app.on('browser-window-created', (_event, window) => {
  window.once('show', () => tell({ window: window.getTitle() }))
})
