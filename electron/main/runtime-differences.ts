// Node 18 lacks the global `crypto`. Drop this when Electron 29 (Node 20) is the oldest.
import '../services/node18-crypto'
import { app } from 'electron'

/**
 * Everything that the main process does differently depending on the Electron version: from 25.1 (Node 18.15, the
 * stand-in on development machines that cannot fetch the official one) to the current one. Each part says which version
 * makes it obsolete. The preload has one of its own (`preload/file-path.ts`).
 */

/**
 * Sandboxes every renderer, whatever its window asks for. Chromium refuses its sandbox to root, so development machines
 * that run as root start the studio with `--no-sandbox`; Electron 25 and later then crash if the sandbox is requested
 * anyway. Obsolete when nobody starts it as root. A packaged studio never adds that switch itself.
 */
export function enableSandboxWherePossible(): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
}
