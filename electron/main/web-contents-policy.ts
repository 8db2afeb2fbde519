import { app, type Session } from 'electron'
import { pageHost, pageScheme } from './page-file'

/** The page's permissions; by default Electron would grant them all. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Whether the page may have a permission. */
function isPermissionGranted(permission: string, origin: string): boolean {
  return grantedPermissions.has(permission) && isPageOrigin(origin)
}

function isPageOrigin(text: string): boolean {
  try {
    const { protocol, host } = new URL(text)
    return protocol === `${pageScheme}:` && host === pageHost
  } catch {
    // Empty or not a URL: not our page.
    return false
  }
}

/** No page may navigate away, open a window or embed another, whatever it is made to try. */
export function denyNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Refuses what pages may ask from the system: camera, location, devices, screen and the rest. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermissionGranted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isPermissionGranted(permission, origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  // The page has nothing to download.
  session.on('will-download', (event) => event.preventDefault())
}
