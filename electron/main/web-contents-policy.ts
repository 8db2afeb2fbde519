import { app, type Session } from 'electron'
import { pageHost, pageScheme } from './page-file'

/** The page's permissions; by default Electron would grant them all. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Whether the page may have a permission; a frame in it never does. */
function isPermissionGranted(permission: string, origin: string, isMainFrame: boolean): boolean {
  return isMainFrame && grantedPermissions.has(permission) && isPageOrigin(origin)
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
    // WebRTC knows no content security policy. The preload takes it away; this stops what finds it all the same.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  })
}

/** Refuses what pages may ask from the system: camera, location, devices, screen and the rest. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermissionGranted(permission, details.requestingUrl, details.isMainFrame))
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isPermissionGranted(permission, origin, details.isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  // The page has nothing to download.
  session.on('will-download', (event) => event.preventDefault())
}
