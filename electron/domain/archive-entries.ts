import { formatFromName } from './data-format'

/** Why an archive entry is not read. */
type PassedOverReason = 'folder' | 'hidden' | 'system' | 'pattern'

/** An entry that is not read. */
export interface PassedOverEntry {
  /** As the archive spells it, with its folders. */
  readonly name: string
  readonly reason: PassedOverReason
}

/** Which archive entries are data. */
export type ArchiveChoice =
  | {
      readonly kind: 'chosen'
      /** Positions in the given list of names, at least one. */
      readonly indexes: readonly number[]
      readonly passedOver: readonly PassedOverEntry[]
    }
  | {
      readonly kind: 'refused'
      /** One or two sentences that name the entries and say what is wrong, without the next step. */
      readonly reason: string
      /** `noFiles`: nothing to read; `differentKinds`: no way to tell data from the rest. */
      readonly problem: 'noFiles' | 'differentKinds'
      readonly passedOver: readonly PassedOverEntry[]
    }

const reasonWords: Readonly<Record<PassedOverReason, string>> = {
  folder: 'a folder',
  hidden: 'a hidden file',
  system: 'a file that the system left',
  pattern: 'not what zipPattern asks for',
}

/** Files that macOS, Windows and Spark write for themselves, in lower case. */
const systemNames =
  /^(__macosx|thumbs\.db|ehthumbs\.db|desktop\.ini|\$recycle\.bin|_success|_(committed|started)_.*)$/

/** Names listed in a sentence at most. */
const namesShown = 5

/**
 * Decides which entries of a zip archive are data. Folders, hidden files and system files never are. From the rest it
 * takes what `isWanted` picks or, without `isWanted`, everything, provided the extensions agree: a readme next to a CSV
 * must not land as rows, and no name alone says which of the two is meant.
 *
 * @param names The entry names as the archive spells them, with folders before a slash or backslash.
 * @param isWanted Whether the user's pattern matches a name.
 */
export function chooseArchiveEntries(
  names: readonly string[],
  isWanted?: (name: string) => boolean,
): ArchiveChoice {
  const indexes: number[] = []
  const passedOver: PassedOverEntry[] = []
  for (const [index, name] of names.entries()) {
    const reason = reasonToPassOver(name) ?? (isWanted?.(name) === false ? 'pattern' : undefined)
    if (reason === undefined) indexes.push(index)
    else passedOver.push({ name, reason })
  }
  if (indexes.length === 0) {
    const reason =
      names.length === 0
        ? 'The archive is empty.'
        : `The archive has no file to read: ${describePassedOver(passedOver)}.`
    return { kind: 'refused', problem: 'noFiles', reason, passedOver }
  }
  const chosen = indexes.map((index) => names[index] ?? '')
  if (isWanted === undefined && new Set(chosen.map(kindOf)).size > 1) {
    const reason = `The archive has files of different kinds: ${listNames(onePerKind(chosen))}.`
    return { kind: 'refused', problem: 'differentKinds', reason, passedOver }
  }
  return { kind: 'chosen', indexes, passedOver }
}

/** Lists the entries that were passed over, each with its reason: “a/” is a folder, “.b” is a hidden file. */
export function describePassedOver(entries: readonly PassedOverEntry[]): string {
  const shown = entries.slice(0, namesShown)
  const more = entries.length - shown.length
  const words = shown.map(({ name, reason }) => `“${name}” is ${reasonWords[reason]}`)
  return [...words, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}

function reasonToPassOver(name: string): PassedOverReason | undefined {
  if (/[/\\]$/.test(name)) return 'folder'
  const steps = name.split(/[/\\]/)
  // macOS keeps its `._` files in a `__MACOSX` folder: the folder says more than the dot.
  if (steps.some((step) => systemNames.test(step.toLowerCase()))) return 'system'
  return steps.some((step) => step.startsWith('.') && step !== '.' && step !== '..') ? 'hidden' : undefined
}

/** The kind that an entry's extension stands for: the same for `a.json` and `b.ndjson`, `app.log` and `app.log.1`. */
function kindOf(name: string): string {
  const file = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  const unnumbered = file.replace(/(\.\d+)+$/, '')
  const { format, compression } = formatFromName(unnumbered)
  const packed = compression === 'none' ? '' : ` ${compression}`
  if (format === 'multijson') return `json${packed}`
  if (format === 'apacheavro') return `avro${packed}`
  return `${format ?? /\.([a-z0-9]{1,10})$/i.exec(unnumbered)?.[1]?.toLowerCase() ?? ''}${packed}`
}

/** Puts one name of each kind first, so that a shortened list still shows how they differ. */
function onePerKind(names: readonly string[]): string[] {
  const firsts = new Map<string, string>()
  for (const name of names) if (!firsts.has(kindOf(name))) firsts.set(kindOf(name), name)
  const leading = [...firsts.values()]
  return [...leading, ...names.filter((name) => !leading.includes(name))]
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map((name) => `“${name}”`)
  const more = names.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}
