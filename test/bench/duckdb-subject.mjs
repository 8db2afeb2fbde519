// The reference: DuckDB alone, in a process of its own, on a database file. Reads one command a line (JSON) and
// answers each with one line: {seconds, cpuSeconds, rows} of the statement's run alone, `rows` its rows or what it changed.
import { DuckDBInstance } from '@duckdb/node-api'
import { createInterface } from 'node:readline'

const [path, threads] = process.argv.slice(2)
const instance = await DuckDBInstance.create(path, { threads })
const connection = await instance.connect()
for await (const line of createInterface({ input: process.stdin })) {
  const { sql } = JSON.parse(line)
  const before = process.cpuUsage()
  const startedAt = performance.now()
  const reader = await connection.runAndReadAll(sql)
  const rows = reader.getRowsJson()
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(before)
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, rows }))
}
connection.closeSync()
instance.closeSync()
