// The main process of a window that shows one page, for measurements.
const { app, BrowserWindow } = require('electron')

app.commandLine.appendSwitch('disable-frame-rate-limit')
app.commandLine.appendSwitch('disable-gpu-vsync')
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, useContentSize: true })
  void window.loadURL(process.env.BENCH_PAGE)
})
