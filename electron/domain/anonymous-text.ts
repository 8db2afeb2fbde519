import { patternOf } from './pattern-text'
import { redactText } from './redact-text'

/** What gives away who and where the user is, on this machine. */
export interface KnownNames {
  /** Folders with a name of their own in the text, for example the home folder as `<home>`. */
  readonly folders: readonly { readonly path: string; readonly name: string }[]
  /** The user's name and the machine's. */
  readonly words: readonly { readonly word: string; readonly name: string }[]
}

/** Ends of host names that say what kind of service it is, and not whose. */
const publicEnds =
  /(?:\.(?:kusto|blob|queue|table|dfs|core)(?:\.core)?\.(?:windows\.net|chinacloudapi\.cn|usgovcloudapi\.net|fabric\.microsoft\.com)|\.kustomfa\.windows\.net|\.kusto\.(?:chinacloudapi\.cn|usgovcloudapi\.net)|\.fabric\.microsoft\.com|\.amazonaws\.com)$/i
/** Hosts that are everybody's. */
const publicHost =
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|studio|learn\.microsoft\.com|login\.microsoftonline\.com|dataexplorer\.azure\.com)$/i

/**
 * Rewrites texts so that they can be shown to strangers: without secrets, and with numbers in place of the names of
 * hosts, accounts, files and entities. The same name gets the same number, so that one can still be told from another.
 */
export class AnonymousText {
  readonly #folders: KnownNames['folders']
  readonly #words: readonly (readonly [RegExp, string])[]
  readonly #numbers = new Map<string, number>()
  readonly #counts = new Map<string, number>()

  constructor({ folders, words }: KnownNames) {
    // The longest first: the home folder is often inside the user's.
    this.#folders = [...folders]
      .filter(({ path }) => path.length > 1)
      .sort((one, other) => other.path.length - one.path.length)
    this.#words = words
      // “root” or “pc” would also hit words that mean something else.
      .filter(({ word }) => word.length > 2 && !/^(root|user|admin|administrator|localhost)$/i.test(word))
      .map(({ word, name }) => [new RegExp(`(?<![\\w-])${patternOf(word)}(?![\\w-])`, 'gi'), name])
  }

  /** One text of any length, line by line. */
  write(text: string): string {
    return text
      .split('\n')
      .map((line) => this.#line(redactText(line)))
      .join('\n')
  }

  #line(line: string): string {
    let written = line
    for (const { path, name } of this.#folders) written = written.replaceAll(path, name)
    written = written
      .replace(
        /\b([a-z][a-z0-9+]{1,10}:\/\/)(?:([^\s/?#@:]+)@)?(\[[^\]\s]*\]|[^\s/?#@:"'<>,;)]+)(:\d+)?(\/[^\s?#"'<>)]*)?/gi,
        (
          _whole,
          scheme: string,
          container: string | undefined,
          host: string,
          port = '',
          path: string | undefined,
        ) => {
          const place = container === undefined ? '' : `${this.#container(container)}@`
          return `${scheme}${place}${this.#host(host)}${port}${this.#urlPath(host, path)}`
        },
      )
      .replace(/[\w.+%-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/gi, (account) =>
        this.#named('account', account),
      )
      .replace(/“([^”]+)”/g, (_whole, name: string) => `“${this.#named('name', name)}”`)
      .replace(/(["'])((?:~|<\w+>|[A-Z]:)?[\\/](?:(?!\1).)+)\1/g, (_whole, quote: string, path: string) =>
        [quote, this.#path(path), quote].join(''),
      )
      .replace(/(?<!\w)'([^'<>]{1,200})'(?!\w)/g, (_whole, name: string) => `'${this.#named('name', name)}'`)
      .replace(/(?<![\w.>-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w-])/gi, (host) =>
        publicEnds.test(host) ? this.#host(host) : host,
      )
      .replace(/(?<![\w>~/.:\\])(?:~|[A-Z]:)?[\\/](?:[^\s\\/:"'“”()<>,]+[\\/])+[^\s:"'“”()<>,]*/g, (path) =>
        this.#path(path),
      )
    for (const [pattern, name] of this.#words) written = written.replace(pattern, name)
    return written
  }

  #container(name: string): string {
    return name === '<redacted>' ? name : this.#named('name', name)
  }

  #host(host: string): string {
    if (publicHost.test(host)) return host
    return `${this.#named('host', host)}${publicEnds.exec(host)?.[0] ?? ''}`
  }

  #urlPath(host: string, path: string | undefined): string {
    // Loopback paths are the local cluster's own endpoints and its storage.
    if (path === undefined || path === '/' || publicHost.test(host)) return path ?? ''
    return `/${this.#path(path)}`
  }

  /** Keeps the file extension, which says what kind of file it is. */
  #path(path: string): string {
    if (/^<(?:home|app)>/.test(path)) return path
    return `${this.#named('path', path)}${/\.[a-z0-9]{1,8}$/i.exec(path)?.[0] ?? ''}`
  }

  #named(kind: string, name: string): string {
    if (/^<[a-z]+ \d+>/.test(name)) return name
    const key = `${kind} ${name.toLowerCase()}`
    const known = this.#numbers.get(key)
    const number = known ?? (this.#counts.get(kind) ?? 0) + 1
    if (known === undefined) {
      this.#numbers.set(key, number)
      this.#counts.set(kind, number)
    }
    return `<${kind} ${number}>`
  }
}
