import { Menu, type MenuItemConstructorOptions } from 'electron'
import { commandAccelerators, type StudioCommand } from '../domain/studio-command'

/** Pages that the Help menu opens. */
type MenuLink = 'documentation' | 'log'

/** What the menu needs from the application. */
interface MenuOptions {
  readonly isPackaged: boolean
  readonly platform: NodeJS.Platform
  /** Asks the page to do what its own button does. */
  onCommand(command: StudioCommand): void
  onLink(link: MenuLink): void
  /** Looks for a newer version. */
  onUpdate(): void
  /** Ends the studio, after it has asked what becomes of an upload. */
  onQuit(): void
}

/** Sets the application menu. No item acts by itself: each asks the page, or is built into the system. */
export function setMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

/** The menu as data. */
function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { isPackaged, platform, onLink } = options
  const isMac = platform === 'darwin'
  const command = (label: string, name: StudioCommand): MenuItemConstructorOptions => ({
    id: name,
    label,
    accelerator: commandAccelerators[name],
    click: () => options.onCommand(name),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        command('Add &files…', 'chooseFiles'),
        command('Add f&older…', 'chooseFolder'),
        command('&Paste rows', 'pasteRows'),
        command('&Blob URI', 'blobUri'),
        separator,
        command('New &table…', 'newTable'),
        command('&Connect…', 'connect'),
        separator,
        command('New &window', 'newWindow'),
        { role: 'close', label: '&Close window', accelerator: 'CmdOrCtrl+W' },
        ...(isMac ? [] : [{ label: '&Quit', accelerator: 'CmdOrCtrl+Q', click: () => options.onQuit() }]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        command('&Go to…', 'palette'),
        command('&Query', 'query'),
        command('&Jobs', 'focusJobs'),
        command('&All ingestions', 'history'),
        separator,
        command('Light or &dark', 'toggleTheme'),
        command('&Higher or lower rows', 'toggleDensity'),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: '&Documentation', click: () => onLink('documentation') },
        { label: 'Show &log', click: () => onLink('log') },
        command('&Copy diagnostics…', 'diagnostics'),
        { label: 'Check for &updates…', click: () => options.onUpdate() },
      ],
    },
  ]
}
