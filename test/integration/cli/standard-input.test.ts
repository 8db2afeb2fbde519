import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CommandLineUnderTest, csv, lastLine } from './command-line-under-test'

let studio: CommandLineUnderTest
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
})
afterAll(async () => {
  await studio.close()
})

const kept = (): string[] => readdirSync(join(studio.home, 'standard-input'))

test('- takes rows from standard input, and keeps no copy of what has landed', async () => {
  await studio.createTable('Piped')
  const run = await studio.run(['ingest', ...studio.target('Piped'), '--format', 'csv', '--json', '-'], {
    input: csv(100),
  })
  expect(run).toMatchObject({ exitCode: 0 })
  expect(lastLine(run)).toMatchObject({ expected: 100, landed: 100 })
  expect(await studio.client.count('Piped')).toBe(100)
  expect(kept()).toEqual([])
})

test('empty standard input is said to be empty, and leaves nothing behind', async () => {
  await studio.createTable('Empty')
  const run = await studio.run(['ingest', ...studio.target('Empty'), '--format', 'csv', '-'], { input: '' })
  expect(run.exitCode).toBe(1)
  expect(run.stderr).toContain('empty')
  expect(kept()).toEqual([])
})

test('50 MB go through, each row once', async () => {
  await studio.createTable('Large')
  const line = (row: number): string => `${row},${'x'.repeat(1000)}\n`
  const rows = 50_000
  const input = Readable.from(
    (function* () {
      for (let row = 0; row < rows; row += 100) {
        yield Array.from({ length: 100 }, (_, index) => line(row + index)).join('')
      }
    })(),
  )
  const run = await studio.run(['ingest', ...studio.target('Large'), '--format', 'csv', '--json', '-'], {
    input,
  })
  expect(run).toMatchObject({ exitCode: 0 })
  expect(lastLine(run)).toMatchObject({ expected: rows, landed: rows, missing: 0 })
})
