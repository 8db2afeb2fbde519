import { spawn } from 'node:child_process'

/** Whether this machine can show windows: always, except on Linux without a display server. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/**
 * Starts an X server in memory, on a free display number that it picks itself.
 *
 * @returns {Promise<{ readonly display: string, close(): void }>}
 * @throws {Error} with what Xvfb printed, if it does not start within 20 s
 */
export async function startVirtualDisplay() {
  const screen = '2560x1600x24'
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  // Whatever ends us ends the display, which nobody else uses.
  const close = () => {
    process.removeListener('exit', close)
    child.kill('SIGTERM')
  }
  process.once('exit', close)
  const number = await new Promise((resolve, reject) => {
    let complaints = ''
    let announced = ''
    const timer = setTimeout(() => fail('it did not answer in 20 s'), 20_000)
    const fail = (/** @type {string} */ why) => {
      clearTimeout(timer)
      reject(new Error(`The virtual display did not start: ${why}. ${complaints.trim()}`))
    }
    child.once('error', (error) => fail(error.message))
    child.once('close', (code) => fail(`Xvfb ended with ${code}`))
    child.stderr?.on('data', (data) => (complaints += String(data)))
    const announcement = /** @type {import('node:stream').Readable} */ (child.stdio[3])
    announcement.on('data', (data) => {
      announced += String(data)
      if (!announced.includes('\n')) return
      clearTimeout(timer)
      resolve(announced.trim())
    })
  }).catch((error) => {
    close()
    throw error
  })
  child.unref()
  for (const stream of child.stdio) {
    // The pipes must not keep us alive either.
    if (stream !== null && stream !== undefined && 'unref' in stream && typeof stream.unref === 'function')
      stream.unref()
  }
  return { display: `:${number}`, close }
}
