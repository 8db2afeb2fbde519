/**
 * Hosts whose https pages the studio may open in the system's browser: the documentation, and the sign-in pages of the
 * clouds that Kusto runs in. Exact names: no subdomains.
 */
const allowedHosts: ReadonlySet<string> = new Set([
  'learn.microsoft.com',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.microsoftonline.eaglex.ic.gov',
  'login.microsoftonline.microsoft.scloud',
  'login.sovcloud-identity.fr',
  'login.sovcloud-identity.de',
  'login.sovcloud-identity.sg',
])

/** Where the code of a sign-in is entered: these pages, and no others of their hosts. */
const devicePages: readonly string[] = [
  'https://microsoft.com/devicelogin',
  'https://www.microsoft.com/devicelogin',
  'https://login.microsoft.com/device',
]

/** Whether the studio may open a URL outside: https, an allowed host, the default port, no user name. */
export function isAllowedExternalUrl(text: string): boolean {
  try {
    const url = new URL(text)
    return (
      url.protocol === 'https:' &&
      url.port === '' &&
      url.username === '' &&
      url.password === '' &&
      (allowedHosts.has(url.hostname) || devicePages.includes(url.href))
    )
  } catch {
    // Not a URL at all.
    return false
  }
}

/**
 * Opens a page in the system's browser.
 *
 * @param open the operating system's call
 * @throws Error if the URL is not on the allow-list
 */
export async function openExternal(text: string, open: (url: string) => Promise<void>): Promise<void> {
  if (!isAllowedExternalUrl(text))
    throw new Error('This address is not on the list of those that may be opened')
  await open(new URL(text).href)
}
