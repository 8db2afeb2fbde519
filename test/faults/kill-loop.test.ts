import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rounds as allRounds } from '../support/rounds'
import { slowness } from '../support/slowness'
import { startCheckedCluster, type CheckedCluster } from './checked-cluster'
import { checkedCsv, findRowFaults } from './row-checker'
import { runStudio } from './studio-process'

const { kills: rounds } = allRounds
/** By turns: files that go out each by itself, and files that share a blob. */
const kinds = [
  { files: 3, rowsPerFile: 2000 },
  { files: 40, rowsPerFile: 100 },
] as const
const table = 'Killed'

let checked: CheckedCluster
let cluster: CheckedCluster['cluster']
let folder: string

beforeAll(async () => {
  checked = await startCheckedCluster(table)
  ;({ cluster, folder } = checked)
})

afterAll(() => checked.close())

/** A small generator with a seed, so that a failing run can be had again. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test(
  `${rounds} rounds of kill -9 lose nothing and double nothing`,
  { timeout: rounds * 20_000 * slowness },
  async () => {
    const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000)
    const random = randomFrom(seed)
    const home = join(folder, 'home')
    const expected = new Map<string, number>()
    let killed = 0
    for (let round = 0; round < rounds; round++) {
      const { files: count, rowsPerFile } = round % 2 === 0 ? kinds[0] : kinds[1]
      const files = Array.from({ length: count }, (_, index) => {
        const item = `round-${round}-file-${index}`
        const path = join(folder, `${item}.csv`)
        writeFileSync(path, checkedCsv(item, rowsPerFile))
        expected.set(item, rowsPerFile)
        return path
      })
      const target = ['--cluster', cluster.clusterUri, '--database', cluster.database, '--table', table]
      const first = await runStudio(home, ['ingest', ...target, '--json', ...files], {
        killAfterMs: 100 + Math.floor(random() * 1300),
      })
      if (first.signal === 'SIGKILL') killed += 1
      const listed = await runStudio(home, ['status', '--json'])
      // Killed before the job was on disk: nothing was begun, and the user's own command is given again.
      const begun = listed.stdout.includes(`round-${round}-file-0`)
      const again = begun
        ? await runStudio(home, ['resume', '--json'])
        : await runStudio(home, ['ingest', ...target, '--json', ...files])
      expect(again, `round ${round} of seed ${seed}`).toMatchObject({ exitCode: 0 })
    }
    expect(
      await findRowFaults(cluster.clusterUri, cluster.database, table, expected),
      `seed ${seed}`,
    ).toEqual([])
    expect(killed).toBeGreaterThan(rounds / 4)
  },
)
