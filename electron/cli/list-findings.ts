import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { makeFinding } from '../domain/recognition/make-finding'
import type { FileSource } from '../domain/schema/file-source'
import type { SourceService } from '../services/studio-services'
import { reportFinding, type FindingReport } from './finding-report'

/** What a list of sources says before any of them is looked into. */
interface SourceList {
  /** Each once. */
  readonly files: readonly FileSource[]
  readonly blobUris: readonly string[]
  readonly findings: readonly FindingReport[]
}

/** Takes each file and blob once, and tells which were named twice, are copies, or went in before. */
export function listSources(
  files: readonly FileSource[],
  blobUris: readonly string[],
  sources: Pick<SourceService, 'pathOf'>,
): SourceList {
  const byPath = grouped(files, ({ handle }) => realPath(sources.pathOf(handle)))
  // The query is the SAS.
  const byUri = grouped(blobUris, (uri) => uri.replace(/[?;#].*$/, ''))
  const twice = [...byPath, ...byUri].flatMap(([name, { length }]) =>
    length < 2 ? [] : reportFinding(name, makeFinding('listedTwice', 'none', { count: length })),
  )
  const once = [...byPath.values()].flatMap(([first]) => first ?? [])
  const before = once.flatMap((file): FindingReport[] => {
    if (file.ingestedBefore === null) return []
    const { table, at } = file.ingestedBefore
    const facts = { table, when: new Date(at).toISOString().slice(0, 16).replace('T', ' ') }
    return [reportFinding(file.name, makeFinding('ingestedBefore', 'none', { count: 1, facts }))]
  })
  const copies = once.flatMap(({ name, sameContentAs: other }): FindingReport[] =>
    other === undefined
      ? []
      : [reportFinding(name, makeFinding('sameContent', 'none', { count: 1, facts: { name: other.name } }))],
  )
  return {
    files: once,
    blobUris: [...byUri.values()].flatMap(([first]) => first ?? []),
    findings: [...twice, ...copies, ...before],
  }
}

/** One file has one, whatever links lead to it. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // What cannot be read is told by whoever reads it.
    return resolve(path)
  }
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
