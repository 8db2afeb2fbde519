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
    const { webContents: contents } = window
    await window.loadURL(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`)
    const painted = new Promise<Electron.NativeImage>((resolve) =>
      contents.once('paint', (_event, _dirty, image) => resolve(image)),
    )
    contents.invalidate()
    return (await painted).toPNG()
  } finally {
    window.destroy()
  }
}
