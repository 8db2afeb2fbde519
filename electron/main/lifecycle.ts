import { app } from 'electron'
import { resolve } from 'node:path'
import { linkScheme } from '../domain/studio-link'
import type { WriteLog } from '../services/logger'
import type { FileInbox } from './file-inbox'
import type { Leaving } from './leaving'
import type { LinkInbox } from './link-inbox'
import { showCurrentWindow } from './window'

/** Something to close when the studio quits. */
interface Closable {
  close(): Promise<void>
}

/** Longest time that quitting may take, in milliseconds; open work continues at the next start. */
const quitDeadlineMs = 6_000

/**
 * Takes links and files from the system: with the first start, with a later one, which shows the window of the first
 * and ends, and on macOS by an event. A packaged studio asks to be the program for its links.
 */
export function receiveLinksAndFiles(links: LinkInbox, files: FileInbox): void {
  links.receiveArguments(process.argv)
  files.receiveArguments(ownArguments(process.argv), process.cwd())
  app.on('second-instance', (_event, argv, folder) => {
    showCurrentWindow()
    links.receiveArguments(argv)
    files.receiveArguments(ownArguments(argv), folder)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    showCurrentWindow()
    files.receive([path])
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    showCurrentWindow()
    links.receive(url)
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme)
}

/** What comes after the program, or after the studio's folder when it runs from source. */
function ownArguments(argv: readonly string[]): readonly string[] {
  if (app.isPackaged) return argv.slice(1)
  const at = argv.findIndex((text) => resolve(text) === app.getAppPath())
  return at < 0 ? [] : argv.slice(at + 1)
}

/**
 * Closes everything in order before the process ends, within a deadline. Whoever quits in the middle of an upload is
 * asked first; a signal asks nobody.
 */
export function closeBeforeQuit(
  parts: readonly Closable[],
  leaving: Pick<Leaving<never>, 'mayQuit' | 'decide'>,
  log: WriteLog,
): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing' || !leaving.mayQuit()) return
    state = 'closing'
    const deadline = setTimeout(() => finish('The deadline for closing has passed'), quitDeadlineMs)
    const finish = (problem?: string): void => {
      clearTimeout(deadline)
      if (problem !== undefined) log('main', problem)
      state = 'closed'
      app.quit()
    }
    void closeInOrder(parts, log).then(() => finish())
  })
  app.on('window-all-closed', () => app.quit())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      leaving.decide()
      app.quit()
    })
  }
}

async function closeInOrder(parts: readonly Closable[], log: WriteLog): Promise<void> {
  for (const part of parts) {
    try {
      await part.close()
    } catch (error) {
      log('main', 'A part could not be closed', error)
    }
  }
}
