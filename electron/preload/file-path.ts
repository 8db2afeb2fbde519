import * as electron from 'electron'

/**
 * The path of a file dropped on the page or chosen in it; empty if the page made the file itself, or if it is no file:
 * an object of the page's with a `path` of its own must not pass for one. Up to Electron 28 the
 * file carries its path; version 29 added the call that replaces it, and 32 removed the property. When 28 is no longer
 * supported, only the line with `webUtils` is needed.
 */
export function pathOfFile(file: unknown): string {
  if (!(file instanceof File)) return ''
  if ('webUtils' in electron) return electron.webUtils.getPathForFile(file)
  const carried: unknown = Reflect.get(file, 'path')
  return typeof carried === 'string' ? carried : ''
}
