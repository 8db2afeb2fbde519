import { realpath } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, sep } from 'node:path'

/** The page's scheme and host, instead of `file:`. */
export const pageScheme = 'app'
export const pageHost = 'studio'
export const pageUrl = `${pageScheme}://${pageHost}/index.html`

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** A file of the page and how to serve it. */
interface PageFile {
  readonly path: string
  readonly contentType: string
}

/**
 * Finds the file that a page URL names. Only files of known types inside `root` exist for it: no parent folders, no
 * symbolic links out, no other host.
 *
 * @returns undefined for everything else
 */
export async function findPageFile(url: string, root: string): Promise<PageFile | undefined> {
  const name = pathNamedBy(url)
  if (name === undefined) return undefined
  const contentType = contentTypes[extname(name)]
  if (contentType === undefined) return undefined
  const candidate = join(root, name)
  if (!isInside(root, candidate)) return undefined
  try {
    const [realRoot, realPath] = await Promise.all([realpath(root), realpath(candidate)])
    return isInside(realRoot, realPath) ? { path: realPath, contentType } : undefined
  } catch {
    // Missing or unreadable: the same to the page.
    return undefined
  }
}

/** The decoded path of a page URL; undefined if the URL is not the page's or its path is not plain. */
function pathNamedBy(text: string): string | undefined {
  let url: URL
  let path: string
  try {
    url = new URL(text)
    path = decodeURIComponent(url.pathname)
  } catch {
    // Not a URL, or not decodable: names no file.
    return undefined
  }
  if (url.protocol !== `${pageScheme}:` || url.host !== pageHost) return undefined
  // A decoded separator, dot segment or NUL never comes from our own page.
  if (path.includes('\0') || path.includes('\\') || /%2f|%5c|%2e/i.test(url.pathname)) return undefined
  if (path.split('/').includes('..') || path.startsWith('//')) return undefined
  return path
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`)
}
