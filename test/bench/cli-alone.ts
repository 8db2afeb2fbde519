import { cpSync, mkdtempSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ClusterUnderTest } from './cluster-under-test'
import { measureNode } from './measure'

/** The command line without the program that looks into sources, so that it does nothing but ingest. */
export class CliAlone {
  readonly #cluster: ClusterUnderTest
  readonly #folder: string
  readonly #program: string

  /** @param folder For temporary files. */
  constructor(cluster: ClusterUnderTest, folder: string) {
    this.#cluster = cluster
    this.#folder = folder
    const home = mkdtempSync(join(folder, 'alone-'))
    cpSync(resolve('out/cli'), join(home, 'out', 'cli'), { recursive: true })
    symlinkSync(resolve('node_modules'), join(home, 'node_modules'))
    this.#program = join(home, 'out', 'cli', 'main.cjs')
  }

  /** Ingests a file with a header into a table of its own. Returns the seconds until all its rows are there. */
  async ingest(path: string, rows: number): Promise<number> {
    const { clusterUri, database } = this.#cluster
    const table = `Alone${Date.now()}`
    await this.#cluster.createTable(table, { items: 1 })
    const target = ['--cluster', clusterUri, '--database', database, '--table', table]
    const startedAt = performance.now()
    const landed = this.#cluster.waitForRows(table, rows, 900_000)
    await measureNode([this.#program, 'ingest', ...target, '--ignore-first-record', '--json', path], {
      KUSTO_STUDIO_HOME: mkdtempSync(join(this.#folder, 'home-')),
    })
    await landed
    const seconds = (performance.now() - startedAt) / 1000
    await this.#cluster.dropTable(table)
    return seconds
  }
}
