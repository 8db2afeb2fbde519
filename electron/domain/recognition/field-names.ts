/** Names for the fields of a source, each of them once. */
interface FieldNames {
  readonly names: readonly string[]
  /** Names that the header has more than once. */
  readonly duplicates: readonly string[]
}

/** `Column1` and so on, for fields without names. */
export function inventedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => inventedName(index))
}

/** The name of a field that has none; `index` counts from 0. */
export function inventedName(index: number): string {
  return `Column${index + 1}`
}

/**
 * Names fields by a header: blanks around a name are dropped, an empty name becomes `Column` and its number, and a name
 * that was there before gets a number behind it.
 */
export function namesOfHeader(header: readonly string[]): FieldNames {
  const taken = new Set<string>()
  const duplicates = new Set<string>()
  const names = header.map((cell, index) => {
    const wanted = cell.replace(/\s+/g, ' ').trim() || inventedName(index)
    if (taken.has(wanted)) duplicates.add(wanted)
    let name = wanted
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`
    taken.add(name)
    return name
  })
  return { names, duplicates: [...duplicates] }
}
