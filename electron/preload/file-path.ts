import * as electron from 'electron'

/**
 * The path of a file that was dropped on the page or chosen in it; empty when the page made the file itself.
 * Up to Electron 28 the file carries its path; the call that replaces it came with 29, and the property went
 * with 32. The first line of the body alone is left when 28 is no longer run.
 */
export function pathOfFile(file: File): string {
  if ('webUtils' in electron) return electron.webUtils.getPathForFile(file)
  const carried: unknown = Reflect.get(file, 'path')
  return typeof carried === 'string' ? carried : ''
}
