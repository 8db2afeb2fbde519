// Node 18 lacks the global `crypto`. Ends with Electron 29 (Node 20).
import '../services/node18-crypto'
import { app } from 'electron'

/**
 * Every way in which the main process treats the Electron versions that it runs on differently: 25.1 (Node
 * 18.15, the stand-in of development machines that cannot fetch the official one) up to the current one. Each
 * part names the version that ends it. The preload has one of its own (`preload/file-path.ts`).
 */

/**
 * Sandboxes every renderer, whatever its window asks for. Chromium refuses its sandbox to root, so development
 * machines that work as root start the studio with `--no-sandbox`; Electron 25 and later then end with a fatal
 * error when the sandbox is asked for all the same. Ends when no one starts it as root. A packaged studio never
 * adds that switch itself.
 */
export function enableSandboxWherePossible(): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
}
