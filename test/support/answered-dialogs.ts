import type { ElectronApplication } from 'playwright-core'

/** From now on, presses this button in every dialog of the main process, in place of a person; returns what they said. */
export async function answerDialogs(
  app: ElectronApplication,
  button: string,
): Promise<() => Promise<string[]>> {
  await app.evaluate(({ dialog }, pressed) => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    dialog.showMessageBox = ((...given: unknown[]) => {
      const { message, buttons } = given.at(-1) as Electron.MessageBoxOptions
      said.push(message)
      return Promise.resolve({ response: buttons?.indexOf(pressed) ?? -1, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
  }, button)
  return () => app.evaluate(() => (globalThis as unknown as { readonly said: string[] }).said)
}
