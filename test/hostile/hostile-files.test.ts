import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../electron/bootstrap/build.mjs'
import { outFolder } from '../../electron/bootstrap/project-paths.mjs'
import { needsConversion } from '../../electron/domain/conversion/reading-converter'
import { wordsOfFinding } from '../../electron/domain/finding-words'
import type { FileSource } from '../../electron/domain/schema/file-source'
import type { Check, Finding, InspectionSource, Look } from '../../electron/domain/schema/inspection'
import type { Column } from '../../electron/domain/schema/table'
import { startLocalCluster, type LocalCluster } from '../../electron/local-cluster/local-cluster'
import { createStudio } from '../../electron/services/create-studio'
import { forkInspection } from '../../electron/services/inspection/inspection-process'
import type { StudioServices } from '../../electron/services/studio-services'
import { ClusterClient, type StatusEntity } from '../support/cluster-client'
import { eventually } from '../support/eventually'
import { rounds } from '../support/rounds'
import { startRangeServer, type RangeServer } from '../support/range-server'
import { slowness } from '../support/slowness'
import { hostileFiles } from './files/all-files'
import type { HostileFile } from './files/hostile-file'

/** What was found in one file. */
interface Judged {
  readonly file: HostileFile
  readonly source: FileSource
  /** Null if it was not looked into in time. */
  readonly look: Look | null
  readonly check: Check | null
  readonly error: unknown
}

const columns: readonly Column[] = [
  { name: 'a', type: 'long' },
  { name: 'b', type: 'string' },
  { name: 'c', type: 'real' },
  { name: 'd', type: 'datetime' },
  { name: 'e', type: 'bool' },
]
/** Longest that one file may take to be looked into and checked whole. */
const limitMs = 30_000 * slowness
const seed = Number(process.env['HOSTILE_SEED'] ?? 1)

const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
let cluster: LocalCluster
let client: ClusterClient
let studio: StudioServices
let starts = 0
let judged: readonly Judged[] = []
let storage: RangeServer
let judgedBlobs: readonly Judged[] = []

beforeAll(async () => {
  await build(['inspection'])
  cluster = await startLocalCluster({})
  client = new ClusterClient(cluster)
  studio = await createStudio({
    homeFolder: join(folder, 'home'),
    log: () => undefined,
    startInspection: () => {
      starts++
      return forkInspection(join(outFolder, 'inspection', 'entry.cjs'))
    },
  })
  const files = await hostileFiles(seed)
  for (const { name, content } of files) writeFileSync(join(folder, name), content)
  const sources = await studio.sources.register(files.map(({ name }) => join(folder, name)))
  const found: Judged[] = []
  for (const [index, file] of files.entries()) {
    const source = sources[index]
    if (source === undefined) throw new Error(`${file.name} was not listed`)
    found.push(await judge(file, source, { kind: 'file', handle: source.handle }))
  }
  judged = found
  storage = await startRangeServer()
  const blobs: Judged[] = []
  const filled = found.filter((one) => one.file.content.length > 0)
  // Some of every kind: the kinds stand one after another.
  const step = Math.ceil(filled.length / rounds.hostileBlobs)
  for (const { file, source } of filled.filter((_, index) => index % step === 0)) {
    const uri = storage.add(file.name, Buffer.from(file.content))
    blobs.push(await judge(file, source, { kind: 'blob', uri }))
  }
  judgedBlobs = blobs
}, 300_000 * slowness)

afterAll(async () => {
  await studio.close()
  await storage.close()
  client.client.close()
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

async function judge(file: HostileFile, source: FileSource, place: InspectionSource): Promise<Judged> {
  const signal = AbortSignal.timeout(limitMs)
  try {
    const target = { columns: [...columns], mapping: null }
    const look = await studio.inspection.look({ source: place, target }, signal)
    try {
      const check = look.problem === null ? await studio.inspection.whole(look.lookId, signal) : null
      return { file, source, look, check, error: null }
    } finally {
      studio.inspection.close(look.lookId)
    }
  } catch (error) {
    return { file, source, look: null, check: null, error }
  }
}

/** What is wrong with how something was told; empty if nothing is. */
function complaint({ look, check, error }: Judged): string {
  if (look === null) return `no look: ${String(error)}`
  const problem = look.problem ?? check?.error ?? null
  if (problem !== null) {
    const isVague = problem.code === 'Unexpected' || /could not be (used|checked)/.test(problem.message)
    return isVague || (problem.nextStep ?? '') === ''
      ? `vague: ${problem.message} ${problem.details ?? ''}`
      : ''
  }
  const unplaced = (check?.findings ?? []).find((finding) => isOfRecords(finding) && !hasPlace(finding))
  return unplaced === undefined ? '' : `no place: ${unplaced.kind} ${wordsOfFinding(unplaced).text}`
}

const ofRecords: readonly Finding['kind'][] = [
  'fewerFields',
  'moreFields',
  'textAfterQuote',
  'openQuote',
  'notJson',
  'loneSurrogate',
  'recordTooLong',
  'encoding',
]

function isOfRecords({ kind }: Finding): boolean {
  return ofRecords.includes(kind)
}

/** UTF-16 is a matter of the whole file; all else is at a line, record or byte. */
function hasPlace({ examples: [first], facts }: Finding): boolean {
  if (facts?.['encoding'] === 'utf-16le' || facts?.['encoding'] === 'utf-16be') return true
  return (
    (first?.line ?? first?.record ?? null) !== null ||
    facts?.['offset'] !== undefined ||
    facts?.['line'] !== undefined
  )
}

test('about 360 hostile files are looked into and checked by one process, none without end', () => {
  expect(judged.length).toBeGreaterThanOrEqual(350)
  expect(judged.filter(({ look, error }) => look === null || error !== null).map(nameAndError)).toEqual([])
  const stuck = judged.filter(
    ({ check }) => check !== null && check.status !== 'done' && check.error === null,
  )
  expect(stuck.map(nameAndError)).toEqual([])
  expect(starts).toBe(1)
})

test('each refusal names the line, record or byte, and the reason', () => {
  const found = judged.flatMap((one) => {
    const said = complaint(one)
    return said === '' ? [] : [`${one.file.name}: ${said}`]
  })
  expect(found).toEqual([])
})

test('in blobs the same is told of them, by the same process', () => {
  expect(judgedBlobs.length).toBeGreaterThanOrEqual(Math.min(rounds.hostileBlobs, 340) * 0.8)
  expect(judgedBlobs.filter(({ look, error }) => look === null || error !== null).map(nameAndError)).toEqual(
    [],
  )
  const vague = judgedBlobs.flatMap((one) => {
    const said = complaint(one)
    return said === '' ? [] : [`${one.file.name}: ${said}`]
  })
  expect(vague).toEqual([])
  const byName = new Map(judged.map((one) => [one.file.name, one]))
  const different = judgedBlobs.flatMap((one) => {
    const [blob, file] = [told(one), told(byName.get(one.file.name))]
    return blob === file ? [] : [`${one.file.name}: ${blob}, as a file ${file}`]
  })
  expect(different).toEqual([])
  expect(starts).toBe(1)
})

/** What was told of a source, but for how it is packed, which matters for blobs alone. */
function told(one: Judged | undefined): string {
  const kinds = (one?.check?.findings ?? []).map(({ kind, column }) => `${kind} ${column ?? ''}`)
  const findings = kinds.filter((kind) => !kind.startsWith('otherCompressionThanNamed')).sort()
  return [
    one?.look?.problem?.code ?? one?.check?.error?.code ?? 'read',
    one?.check?.read.records,
    ...findings,
  ].join()
}

test(
  'what is checked as fine lands as it was foreseen: each record, and each null of each column',
  async () => {
    await client.rows(`.create table T (${columns.map(({ name, type }) => `${name}: ${type}`).join(', ')})`)
    // The local cluster does not load W3C logs.
    const fine = judged.filter((one) => isFine(one) && one.look?.reading?.format !== 'w3clogfile')
    expect(fine.length).toBeGreaterThan(100)
    const ids = await Promise.all(
      fine.map(async ({ file, look }, index) => {
        const extension = look?.compression === 'gzip' ? '.gz' : look?.compression === 'zip' ? '.zip' : ''
        const url = await client.upload(file.content, `f${index}${extension}`)
        const { format = 'csv', ignoreFirstRecord = false } = look?.reading ?? {}
        return await client.post(url, {
          properties: { format, ignoreFirstRecord, tags: JSON.stringify([`f:${index}`]) },
        })
      }),
    )
    const ends = await allEnded(ids)
    const nulls = columns.map(
      ({ name, type }) => `${name} = countif(${type === 'string' ? 'isempty' : 'isnull'}(${name}))`,
    )
    const rows = await client.rows(
      `T | extend tag = tostring(extent_tags()[0]) | summarize rows = count(), ${nulls.join(', ')} by tag`,
    )
    const landed = new Map(rows.map((row) => [String(row['tag']), row]))
    const differences = fine.flatMap((one, index) => {
      const status = ends[index]
      if (status?.Status !== 'Succeeded') return [`${one.file.name}: ${status?.Status} ${status?.Details}`]
      const row = landed.get(`f:${index}`)
      const seen = ['rows', ...columns.map(({ name }) => name)].map((name) => Number(row?.[name] ?? 0))
      const told = foreseen(one)
      return String(seen) === String(told) ? [] : [`${one.file.name}: landed ${seen}, foreseen ${told}`]
    })
    expect(differences).toEqual([])
  },
  180_000 * slowness,
)

/** How each ingestion ended, asked for all at once. */
async function allEnded(ids: readonly string[]): Promise<(StatusEntity | undefined)[]> {
  const table = await client.statusTable()
  const found = await eventually(
    async () => {
      const entities = new Map<string, StatusEntity>()
      for await (const entity of table.listEntities<StatusEntity>())
        if (entity.Status !== 'Pending') entities.set(entity.rowKey ?? '', entity)
      return entities
    },
    ({ size }) => size >= ids.length,
    90_000,
  )
  return ids.map((id) => found.get(id))
}

/** Whether it goes into the table as it is, as far as the check says. */
function isFine({ look, check }: Judged): boolean {
  if (
    look === null ||
    look.reading === null ||
    check === null ||
    check.status !== 'done' ||
    !check.read.isWhole
  )
    return false
  if (needsConversion(look.reading) || check.read.records === 0) return false
  return !check.findings.some(
    ({ effect, kind }) => effect === 'refused' || effect === 'leftOut' || kind === 'tooLong',
  )
}

/** Records, and values of each column that are null or empty. */
function foreseen({ check }: Judged): number[] {
  const records = check?.read.records ?? 0
  const nulls = columns.map(({ name }) => {
    const profile = check?.columns.find(({ column }) => column === name)
    return profile === undefined ? records : profile.empty + profile.becomeNull
  })
  return [records, ...nulls]
}

function nameAndError({ file, check, error }: Judged): string {
  return `${file.name}: ${String(error ?? check?.error?.message)} ${check?.error?.details ?? ''}`
}

test('the check of a file that cannot be read ends, with the reason', async () => {
  const broken = judged.filter(({ look }) => look !== null && look.problem !== null).slice(0, 5)
  for (const { source, look } of broken) {
    const again = await studio.inspection.look({
      source: { kind: 'file', handle: source.handle },
      target: null,
    })
    const check = await studio.inspection.whole(again.lookId, AbortSignal.timeout(limitMs))
    expect(check).toMatchObject({ status: 'failed', error: { message: look?.problem?.message } })
    studio.inspection.close(again.lookId)
  }
  expect(broken).toHaveLength(5)
})
