import { shell } from 'electron'
import { StudioError } from '../domain/studio-error'
import { openExternal } from './open-external'

/** What the page and the menu can ask to open outside the studio. */
export type Link = 'documentation' | 'issues' | 'log'

const pages = {
  documentation: 'https://learn.microsoft.com/kusto/api/get-started/app-queued-ingestion',
  /** What the service's error codes mean and what helps. */
  issues: 'https://learn.microsoft.com/azure/data-explorer/error-codes',
} as const

/**
 * Opens a link: a page in the system's browser, or the log in the file manager.
 *
 * @throws StudioError `Unexpected` if the system has nothing to open it with
 */
export async function openLink(link: Link, logPath: string): Promise<void> {
  if (link === 'log') {
    shell.showItemInFolder(logPath)
    return
  }
  await openInBrowser(pages[link])
}

/** Opens an allowed address in the system's browser; used for sign-in too. */
export async function openInBrowser(url: string): Promise<void> {
  try {
    await openExternal(url, (allowed) => shell.openExternal(allowed))
  } catch (cause) {
    throw new StudioError('Unexpected', 'The browser could not be opened.', {
      retryable: true,
      nextStep: 'Check that this machine has a default browser.',
      cause,
    })
  }
}
