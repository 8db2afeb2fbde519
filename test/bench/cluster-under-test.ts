import { Client } from 'azure-kusto-data'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

/** What seals a batch. */
export interface BatchSeal {
  readonly items?: number
  /** Uncompressed, of 1,048,576 bytes. */
  readonly megabytes?: number
  readonly seconds?: number
}

/** A local cluster in a process of its own, with the tutorial's table shape. */
export interface ClusterUnderTest {
  readonly clusterUri: string
  readonly database: string
  /** Makes an empty table whose batches are sealed so. */
  createTable(name: string, seal: BatchSeal): Promise<void>
  dropTable(name: string): Promise<void>
  count(table: string): Promise<number>
  /**
   * Waits until the table has `rows` rows; returns when that was seen (milliseconds since the epoch). It is asked only
   * after the cluster has logged a batch: asking all the time would take a share of the processors from the load.
   */
  waitForRows(table: string, rows: number, timeoutMs: number): Promise<number>
  /** How long each batch of the table took by the cluster's own log, from its seal to its rows (milliseconds). */
  batches(table: string): readonly number[]
  close(): Promise<void>
}

const columns =
  'StartTime: datetime, EndTime: datetime, State: string, DamageProperty: int, DamageCrops: int, Source: string, StormSummary: dynamic'

/** Starts the cluster from the command that users have. */
export async function startClusterUnderTest(): Promise<ClusterUnderTest> {
  const dataDir = mkdtempSync(join(tmpdir(), 'studio-bench-cluster-'))
  const child = spawn(
    process.execPath,
    ['electron/bootstrap/local-cluster.cjs', '--json', '--data-dir', dataDir],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const lines: string[] = []
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      process.stderr.write(`${line}\n`)
    })
  }
  const ready = await firstLine(child)
  const { clusterUri, database } = JSON.parse(ready) as { clusterUri: string; database: string }
  const client = new Client(clusterUri)
  const count = async (table: string): Promise<number> => {
    const answer = await client.execute(database, `${table} | count`)
    const row = answer.primaryResults[0]?.rows().next()
    return row?.done === false ? Number(row.value.getValueAt(0)) : 0
  }
  const batches = (table: string): number[] => {
    const line = new RegExp(`batch “\\S+\\.${table}”: .* in (\\d+) ms`)
    return lines.flatMap((text) => {
      const ms = line.exec(text)?.[1]
      return ms === undefined ? [] : [Number(ms)]
    })
  }
  return {
    clusterUri,
    database,
    count,
    createTable: async (name, { items = 25_000, seconds = 300, megabytes = 1024 }) => {
      await client.execute(database, `.create table ${name} (${columns})`)
      const policy = JSON.stringify({
        MaximumBatchingTimeSpan: new Date(seconds * 1000).toISOString().slice(11, 19),
        MaximumNumberOfItems: items,
        MaximumRawDataSizeMB: megabytes,
      })
      await client.execute(database, `.alter table ${name} policy ingestionbatching '${policy}'`)
    },
    dropTable: async (name) => {
      await client.execute(database, `.drop table ${name} ifexists`)
    },
    batches,
    waitForRows: async (table, rows, timeoutMs) => {
      const deadline = performance.now() + timeoutMs
      let found = 0
      for (let seen = 0; found < rows; await delay(5)) {
        if (performance.now() > deadline)
          throw new Error(`${table} has only ${found} of ${rows} rows in time`)
        const logged = batches(table).length
        if (logged === seen) continue
        seen = logged
        found = await count(table)
      }
      if (found > rows) throw new Error(`${table} has ${found} rows, not ${rows}`)
      return Date.now()
    },
    close: async () => {
      client.close()
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString()
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
    })
    child.once('close', (code) => {
      reject(new Error(`The local cluster ended with ${code} before it was ready`))
    })
  })
}
