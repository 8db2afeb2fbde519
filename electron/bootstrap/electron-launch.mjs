import { spawn } from 'node:child_process'
import { findElectronRuntime } from './electron-runtime.mjs'
import { projectRoot } from './project-paths.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'
import { hasDisplay, startVirtualDisplay } from './virtual-display.mjs'

/**
 * Everything needed to start the studio's window on this machine.
 *
 * @typedef {object} ElectronHost
 * @property {import('./official-runtime.mjs').ElectronRuntime} runtime
 * @property {readonly string[]} args to put before the studio's own
 * @property {NodeJS.ProcessEnv} env
 * @property {() => void} close stops the virtual display if one was started
 */

/**
 * Finds a runtime, makes sure that it has its libraries and, where there is no display, starts a virtual one.
 *
 * @param {{ display?: 'any' | 'virtual' }} [options] `virtual`: even if there is a display, so that test windows do not
 *   jump in the user's face
 * @returns {Promise<ElectronHost>}
 */
export async function prepareElectron(options = {}) {
  const runtime = await findElectronRuntime()
  const isVirtual = process.platform === 'linux' && (options.display === 'virtual' || !hasDisplay())
  await ensureSystemLibraries(runtime.executable, isVirtual)
  const display = isVirtual ? await startVirtualDisplay() : undefined
  const env = { ...process.env }
  // Some editors set it in their terminals; it would turn the window into a plain Node.
  delete env['ELECTRON_RUN_AS_NODE']
  if (display !== undefined) {
    env['DISPLAY'] = display.display
    delete env['WAYLAND_DISPLAY']
  }
  return {
    runtime,
    args: [...rootArgs(), ...(isVirtual ? ['--disable-gpu'] : [])],
    env,
    close: () => display?.close(),
  }
}

/** Chromium refuses to sandbox root. Only development and tests run as root; a user's studio never does. */
function rootArgs() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/**
 * Opens the studio's window and waits until it is closed.
 *
 * @param {ElectronHost} host
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runStudioWindow(host, args) {
  const window = openStudioWindow(host, args)
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(name, window.close)
  return await window.closed
}

/**
 * An open studio window, in its own process.
 *
 * @typedef {object} OpenWindow
 * @property {Promise<number>} closed the exit code
 * @property {() => void} close asks it to close
 * @property {(message: object) => void} send to the window's main process
 */

/**
 * Opens the studio's window.
 *
 * @param {ElectronHost} host
 * @param {readonly string[]} args
 * @returns {OpenWindow}
 */
export function openStudioWindow(host, args) {
  const child = spawn(host.runtime.executable, [projectRoot, ...host.args, ...args], {
    env: host.env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  return {
    closed: new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? 1))
    }),
    close: () => child.kill('SIGTERM'),
    send: (message) => {
      if (child.connected) child.send(message)
    },
  }
}
