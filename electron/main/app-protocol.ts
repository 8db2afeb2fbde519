import { protocol, type Session } from 'electron'
import { readFile } from 'node:fs/promises'
import { contentSecurityPolicy } from './content-security-policy'
import { findPageFile, pageScheme } from './page-file'

/** Makes `app:` a standard, secure scheme. Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the page's files from `folder` under `app://studio/`, and refuses `file:`. */
export function servePage(session: Session, folder: string): void {
  session.protocol.handle(pageScheme, async (request) => {
    if (request.method !== 'GET') return refuse(405)
    const file = await findPageFile(request.url, folder)
    if (file === undefined) return refuse(404)
    return new Response(new Uint8Array(await readFile(file.path)), {
      headers: {
        'content-type': file.contentType,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-cache',
      },
    })
  })
  session.protocol.handle('file', () => refuse(403))
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': contentSecurityPolicy } })
}
