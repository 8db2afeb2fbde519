import { once } from 'node:events'
import open from 'open'

/**
 * Opens a sign-in page in the user's browser, outside of Electron.
 *
 * @throws Error if the address is not https, or there is no program to open it.
 */
export async function openInBrowser(url: string): Promise<void> {
  if (new URL(url).protocol !== 'https:') throw new Error('A sign-in page is at an https address')
  const opener = await open(url)
  // Without a browser, the failure comes as an event, which nobody else would hear.
  await once(opener, 'spawn')
}
