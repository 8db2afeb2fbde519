import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What one statement took inside the process that ran it, and its rows. */
export interface ReferenceRun {
  readonly seconds: number
  /** Of all its threads. */
  readonly cpuSeconds: number
  readonly rows: readonly unknown[]
}

/** DuckDB alone, on a new database file, with as many threads as the cluster's engine has. */
export interface DuckDbReference {
  run(sql: string): Promise<ReferenceRun>
  close(): Promise<void>
}

/** The columns of the tutorial's table as DuckDB itself would have them. */
export const referenceColumns = {
  StartTime: 'TIMESTAMP',
  EndTime: 'TIMESTAMP',
  State: 'VARCHAR',
  DamageProperty: 'INTEGER',
  DamageCrops: 'INTEGER',
  Source: 'VARCHAR',
  StormSummary: 'VARCHAR',
} as const

/** A statement that makes a table of {@link referenceColumns}. */
export function createReferenceTable(name: string): string {
  const columns = Object.entries(referenceColumns).map(([column, type]) => `${column} ${type}`)
  return `CREATE TABLE ${name} (${columns.join(', ')})`
}

/** A statement that loads CSV files with a header each; everything is given, nothing is guessed. */
export function insertFromCsv(name: string, paths: readonly string[]): string {
  const columns = Object.entries(referenceColumns).map(([column, type]) => `${column}: '${type}'`)
  const files = paths.map((path) => `'${path}'`).join(', ')
  return `INSERT INTO ${name} SELECT * FROM read_csv([${files}], auto_detect = false, header = true,
    delim = ',', quote = '"', escape = '"', columns = {${columns.join(', ')}})`
}

/** Starts the reference. */
export function startDuckDbReference(): DuckDbReference {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bench-duckdb-'))
  const program = [
    'test/bench/duckdb-subject.mjs',
    join(folder, 'floor.duckdb'),
    String(availableParallelism()),
  ]
  const child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    run: async (sql) => {
      child.stdin.write(`${JSON.stringify({ sql })}\n`)
      const answer = await answers.next()
      if (answer.done === true) throw new Error(`DuckDB ended at: ${sql}`)
      return JSON.parse(answer.value) as ReferenceRun
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.stdin.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
