import { documentPath } from '../domain/ingestion-mapping'
import { isObject } from '../domain/recognition/json-sample'

/** A part of JSON records that becomes a column of its own. */
export interface DocumentField {
  readonly name: string
  readonly steps: readonly string[]
}

/** The name of a column that takes whole records. */
const wholeRecord = 'Record'

/** Columns that a table can have: paths beyond that are not told. */
const mostFields = 2000

interface Node {
  readonly children: Map<string, Node>
  /** Whether something stands there that has no keys, so that it cannot be taken apart. */
  isValue: boolean
}

/**
 * The parts of records that become columns, in the order in which they first occur.
 *
 * @param levels How deep keys become columns of their own; what is deeper stays one dynamic column. 0: the whole record.
 */
export function documentFields(records: Iterable<unknown>, levels: number): DocumentField[] {
  if (levels === 0) return [{ name: wholeRecord, steps: [] }]
  const root = newNode()
  for (const record of records) grow(root, record, levels)
  const paths: string[][] = []
  collect(root, [], paths)
  return fieldsOfPaths(paths)
}

/** The columns that paths become, named by their keys. */
export function fieldsOfPaths(paths: readonly (readonly string[])[]): DocumentField[] {
  const taken = new Set<string>()
  return paths.slice(0, mostFields).map((steps) => {
    const name = freeName(steps.join('_'), taken)
    taken.add(name)
    return { name, steps }
  })
}

/** The path to a field, as a mapping writes it. */
export function pathOfField({ steps }: Pick<DocumentField, 'steps'>): string {
  return documentPath(steps)
}

/** Whether one of two paths leads into what the other leads to, or both to the same. */
export function areOverlapping(
  one: readonly (string | number)[],
  other: readonly (string | number)[],
): boolean {
  const length = Math.min(one.length, other.length)
  return one.slice(0, length).every((step, index) => step === other[index])
}

function newNode(): Node {
  return { children: new Map(), isValue: false }
}

function grow(node: Node, value: unknown, levels: number): void {
  if (!isObject(value)) {
    // JSON's null may stand for any object.
    if (value !== null) node.isValue = true
    return
  }
  if (levels === 0) return
  for (const [key, inner] of Object.entries(value)) {
    const child = node.children.get(key) ?? newNode()
    node.children.set(key, child)
    grow(child, inner, levels - 1)
  }
}

function collect({ children, isValue }: Node, steps: readonly string[], paths: string[][]): void {
  if (steps.length > 0 && (isValue || children.size === 0)) paths.push([...steps])
  else for (const [key, child] of children) collect(child, [...steps, key], paths)
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`
  return name
}
