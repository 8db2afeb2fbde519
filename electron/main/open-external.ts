/**
 * Hosts whose https pages the studio may show in the system's browser: the documents, and the sign-in pages of
 * the clouds that Kusto runs in. Exact: no host below them.
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

/** Whether a URL may leave the studio: https, an allowed host, the usual port, no user name in it. */
export function isAllowedExternalUrl(text: string): boolean {
  try {
    const url = new URL(text)
    return (
      url.protocol === 'https:' &&
      url.port === '' &&
      url.username === '' &&
      url.password === '' &&
      allowedHosts.has(url.hostname)
    )
  } catch {
    // Not a URL at all.
    return false
  }
}

/**
 * Shows a page in the system's browser.
 *
 * @param open the call of the operating system
 * @throws Error when the URL is not on the allow-list
 */
export async function openExternal(text: string, open: (url: string) => Promise<void>): Promise<void> {
  if (!isAllowedExternalUrl(text))
    throw new Error('This address is not on the list of those that may be opened')
  await open(new URL(text).href)
}
