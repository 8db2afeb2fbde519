import type { createHandlers } from '../../electron/main/ipc/handlers/all-handlers'

/** What the application does for the page's calls, where a test has no application: nothing. */
export const idleHost: Parameters<typeof createHandlers>[3] = {
  version: '1',
  platform: 'linux',
  applyTheme: () => undefined,
  openLink: async () => undefined,
  openWindow: () => undefined,
  firstCluster: 'local',
  takeLink: () => null,
  openBrowser: async () => undefined,
  confirmCluster: async () => undefined,
  readOnly: null,
  lowDisk: () => null,
  takeTrouble: () => null,
  writeDiagnostics: async () => '',
  chooseSavePath: async () => null,
}
