import { isObject } from '../domain/recognition/json-sample'
import type { DocumentPath } from '../domain/schema/inspection'
import type { ScalarType } from '../domain/scalar-type'

/** Paths that are told: those nearest to the record come first. */
export const mostPaths = 500
const mostLevels = 100
const longestExample = 80

interface Node {
  readonly steps: readonly string[]
  readonly types: Set<ScalarType>
  readonly children: Map<string, Node>
  /** Records that have it. */
  records: number
  example: string | null
}

/**
 * The paths that lead to something in JSON records, each after the one that it lies under. Of records with more than
 * {@link mostPaths} the deeper ones are left out.
 *
 * @returns Also how many were left out.
 */
export function documentTree(records: Iterable<unknown>): {
  readonly paths: DocumentPath[]
  readonly morePaths: number
} {
  const root = newNode([])
  let count = 0
  for (const record of records) {
    count += 1
    if (isObject(record)) grow(root, record)
  }
  const told = nearest(root)
  const all = countBelow(root)
  const paths: DocumentPath[] = []
  const list = (node: Node): void => {
    for (const child of node.children.values()) {
      if (!told.has(child)) continue
      paths.push({
        steps: [...child.steps],
        type: typeOf(child),
        share: count === 0 ? 0 : child.records / count,
        example: child.example,
      })
      list(child)
    }
  }
  list(root)
  return { paths, morePaths: all - paths.length }
}

function newNode(steps: readonly string[]): Node {
  return { steps, types: new Set(), children: new Map(), records: 0, example: null }
}

function grow(node: Node, record: Readonly<Record<string, unknown>>): void {
  if (node.steps.length >= mostLevels) return
  for (const [key, value] of Object.entries(record)) {
    const child = node.children.get(key) ?? newNode([...node.steps, key])
    node.children.set(key, child)
    child.records += 1
    if (value === null) continue
    child.types.add(typeOfValue(value))
    child.example ??= exampleOf(value)
    if (isObject(value)) grow(child, value)
  }
}

/** The first nodes level by level. */
function nearest(root: Node): ReadonlySet<Node> {
  const told = new Set<Node>()
  let level = [root]
  while (level.length > 0 && told.size < mostPaths) {
    const next = level.flatMap(({ children }) => [...children.values()])
    for (const node of next.slice(0, mostPaths - told.size)) told.add(node)
    level = next
  }
  return told
}

function countBelow({ children }: Node): number {
  let count = children.size
  for (const child of children.values()) count += countBelow(child)
  return count
}

function typeOf({ types }: Node): ScalarType {
  const [first, ...others] = types
  if (first === undefined) return 'string'
  if (others.length === 0) return first
  return [...types].every((type) => type === 'long' || type === 'real') ? 'real' : 'dynamic'
}

function typeOfValue(value: unknown): ScalarType {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'real'
  return 'dynamic'
}

/** Objects and arrays are told by what they hold: their text may be as long as the source. */
function exampleOf(value: unknown): string {
  const text = Array.isArray(value)
    ? `[${value.length} ${value.length === 1 ? 'value' : 'values'}]`
    : isObject(value)
      ? `{${Object.keys(value).slice(0, 10).join(', ')}}`
      : String(value)
  return text.length <= longestExample ? text : `${text.slice(0, longestExample - 1)}…`
}
