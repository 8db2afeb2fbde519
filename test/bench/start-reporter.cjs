// Required by the main process: writes when the page was painted and had no long task left, then ends the studio.
const { app } = require('electron')
const { writeFileSync } = require('node:fs')

/** In the page; milliseconds since the epoch. */
const readyTime = `new Promise((done) => {
  const [paint] = performance.getEntriesByName('first-contentful-paint')
  if (paint === undefined) return setTimeout(() => done(null), 50)
  let ready = paint.startTime
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      if (startTime < ready + 100) ready = Math.max(ready, startTime + duration)
  })
  observer.observe({ type: 'longtask', buffered: true })
  setTimeout(() => done(performance.timeOrigin + ready), 500)
})`

app.once('web-contents-created', (_event, contents) => {
  contents.once('did-finish-load', async () => {
    let readyAt = null
    while (readyAt === null) readyAt = await contents.executeJavaScript(readyTime)
    writeFileSync(process.env.BENCH_READY_FILE, String(readyAt))
    app.exit()
  })
})
