import { BrowserWindow } from 'electron'

/**
 * Draws an SVG as a PNG with the fonts of the system, in a window that nobody sees and that runs no script.
 *
 * @param size In pixels.
 */
export async function drawPicture(
  svg: string,
  size: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const window = new BrowserWindow({
    ...size,
    useContentSize: true,
    frame: false,
    show: false,
    webPreferences: { offscreen: true, sandbox: true, contextIsolation: true, javascript: false },
  })
  try {
    await window.loadURL(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`)
    return await settledPicture(window)
  } finally {
    window.destroy()
  }
}

/** Most looks until the picture no longer changes. */
const mostLooks = 50

/** The first frames after loading are empty, or lack letters whose font is still being read. */
async function settledPicture(window: BrowserWindow): Promise<Uint8Array> {
  let last: Buffer | undefined
  for (let look = 0; look < mostLooks; look++) {
    const picture = (await window.webContents.capturePage()).toPNG()
    if (picture.length > 0 && last?.equals(picture) === true) return picture
    last = picture
  }
  throw new Error('The picture did not settle')
}
