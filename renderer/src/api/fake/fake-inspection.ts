import type { Request, Response } from '../../../../electron/contract/types'
import type {
  Check,
  ColumnProfile,
  ExtentRead,
  Finding,
  Look,
  PreviewRow,
  Target,
} from '../../../../electron/domain/schema/inspection'
import type { Reading } from '../../../../electron/domain/schema/reading'
import { readingSchema } from '../../../../electron/domain/schema/reading'
import type { ScalarType } from '../../../../electron/domain/scalar-type'
import { StudioError } from '../../../../electron/domain/studio-error'
import type { FakeClock } from './fake-clock'
import type { FakeContent, FakeFault } from './fake-content'

const sampleRecords = 5000
const stepMs = 250
const shownRows = 60

interface FakeLook {
  readonly lookId: string
  readonly name: string
  readonly content: FakeContent
  readonly reading: Reading
  readonly target: Target | null
  check: Check | null
  stop: () => void
}

/** Looks into made-up contents, and checks them as the clock moves. */
export class FakeInspection {
  readonly #clock: FakeClock
  readonly #emit: (check: Check) => void
  readonly #contentOf: (source: Request<'inspection/look'>['source']) => {
    name: string
    content: FakeContent
  }
  readonly #looks = new Map<string, FakeLook>()
  #revision = 0

  constructor(
    clock: FakeClock,
    emit: (check: Check) => void,
    contentOf: (source: Request<'inspection/look'>['source']) => { name: string; content: FakeContent },
  ) {
    this.#clock = clock
    this.#emit = emit
    this.#contentOf = contentOf
  }

  look({ source, lookId, reading, target }: Request<'inspection/look'>): Look {
    const { name, content } = this.#contentOf(source)
    const made: FakeLook = {
      lookId: lookId ?? `look-${this.#looks.size + 1}`,
      name,
      content,
      reading: reading === undefined ? content.reading : readingSchema.parse(reading),
      target,
      check: null,
      stop: () => undefined,
    }
    this.#looks.get(made.lookId)?.stop()
    this.#looks.set(made.lookId, made)
    const read = extent(content, Math.min(1, sampleRecords / content.records))
    return {
      lookId: made.lookId,
      name,
      sizeBytes: content.sizeBytes,
      compression: content.compression,
      reading: content.problem === null ? made.reading : null,
      problem: content.problem,
      ...(content.tree === undefined ? {} : { tree: content.tree }),
      read,
      columns: profiles(made, read),
      findings: findings(made, read),
      rows: content.problem === null ? firstRows(made) : [],
    }
  }

  rows({ lookId, which, offset, limit }: Request<'inspection/rows'>): PreviewRow[] {
    const look = this.#known(lookId)
    const { content } = look
    const records =
      which === 'findings'
        ? [...new Set(faultsFor(look).map(({ record }) => record))].sort((one, other) => one - other)
        : which === 'random'
          ? Array.from(
              { length: shownRows },
              (_, index) => 1 + ((index * 15_485_863 + 7919) % content.records),
            ).sort((one, other) => one - other)
          : Array.from({ length: Math.min(shownRows, content.records) }, (_, index) => index + 1)
    return records.slice(offset, offset + limit).map((record) => row(look, record))
  }

  check(lookId: string): Check {
    const look = this.#known(lookId)
    look.stop()
    const startedAt = this.#clock.now()
    const stepAt = (): void => {
      look.stop = this.#clock.after(stepMs, () => {
        const { checkMs, records } = look.content
        const share = Number.isFinite(checkMs) ? (this.#clock.now() - startedAt) / checkMs : 0.4
        if (share < 1) this.#tell(look, share, 'running')
        else this.#tell(look, 1, 'done')
        if (share < 1 && Number.isFinite(checkMs) && records > 0) stepAt()
      })
    }
    stepAt()
    return this.#made(look, 0, 'running')
  }

  stop(lookId: string): Check {
    const look = this.#known(lookId)
    look.stop()
    const read = look.check?.read
    const share = read === undefined ? 0 : read.records / Math.max(1, look.content.records)
    return this.#made(look, share, 'stopped')
  }

  close(lookId: string): Response<'inspection/close'> {
    this.#looks.get(lookId)?.stop()
    this.#looks.delete(lookId)
    return {}
  }

  #tell(look: FakeLook, share: number, status: Check['status']): void {
    this.#emit(this.#made(look, share, status))
  }

  #made(look: FakeLook, share: number, status: Check['status']): Check {
    this.#revision += 1
    const read = extent(look.content, share)
    look.check = {
      lookId: look.lookId,
      revision: this.#revision,
      status,
      read,
      columns: share === 0 ? [] : profiles(look, read),
      findings: share === 0 ? [] : findings(look, read),
      error: null,
    }
    return look.check
  }

  #known(lookId: string): FakeLook {
    const look = this.#looks.get(lookId)
    if (look === undefined) throw new StudioError('RequestInvalid', 'There is no such look.')
    return look
  }
}

function extent({ sizeBytes, records }: FakeContent, share: number): ExtentRead {
  return {
    bytesRead: Math.round(sizeBytes * share),
    bytesTotal: sizeBytes,
    records: Math.round(records * share),
    isWhole: share >= 1,
  }
}

/** The target's type of a field; null if it goes nowhere. */
function typeOf({ target, content, reading }: FakeLook, field: number): ScalarType | null {
  const column = content.columns[field]
  if (column === undefined || target === null) return column?.inferred ?? null
  if (target.mapping !== null) {
    const entry = target.mapping.find(({ ordinal, path }) =>
      path === undefined ? ordinal === field : path === (column.path ?? `$.${column.name}`),
    )
    const made = target.columns.find(({ name }) => name === entry?.column)
    return made?.type ?? null
  }
  if (column.path !== undefined || reading.format === 'parquet') {
    return target.columns.find(({ name }) => name === column.name)?.type ?? null
  }
  return target.columns[field]?.type ?? null
}

function faultsFor(look: FakeLook): readonly FakeFault[] {
  return look.content.faults.filter(({ field, fits }) => {
    const type = typeOf(look, field)
    return type !== null && !fits.includes(type)
  })
}

function profiles(look: FakeLook, read: ExtentRead): ColumnProfile[] {
  const { content } = look
  const share = content.records === 0 ? 1 : read.records / content.records
  const faults = faultsFor(look)
  return content.columns.map((column, field) => {
    const type = typeOf(look, field)
    const empty = Math.round((column.empty ?? 0) * share)
    const lost = faults.filter((fault) => fault.field === field && fault.record <= read.records).length
    return {
      name: column.name,
      ...(column.path === undefined ? { ordinal: field } : { path: column.path }),
      column: type === null ? null : column.name,
      inferred: column.inferred,
      choices: (column.choices ?? [{ type: column.inferred, lost: 0 }]).map((choice) => ({
        ...choice,
        lost: Math.round(choice.lost * (choice.lost > 1000 ? share : 1)),
      })),
      type,
      values: read.records,
      empty,
      becomeNull: lost,
      distinct: column.distinct === undefined ? null : Math.min(column.distinct, read.records),
      minimum: column.range?.[0] ?? null,
      maximum: column.range?.[1] ?? null,
      distribution: [...(column.distribution ?? [])],
    }
  })
}

function findings(look: FakeLook, read: ExtentRead): Finding[] {
  const groups = new Map<string, FakeFault[]>()
  for (const fault of faultsFor(look)) {
    if (fault.record > read.records) continue
    const key = `${fault.kind} ${fault.field}`
    groups.set(key, [...(groups.get(key) ?? []), fault])
  }
  const ofValues = [...groups.values()].flatMap((group): Finding[] => {
    const [first] = group
    if (first === undefined) return []
    return [
      {
        kind: first.kind,
        effect: first.effect,
        column: look.content.columns[first.field]?.name ?? null,
        count: group.length,
        isExact: read.isWhole,
        examples: group.map(({ record, value, becomes }) => ({
          line: lineOf(look, record),
          record,
          value,
          becomes,
        })),
        facts: { type: typeOf(look, first.field) ?? 'string' },
      },
    ]
  })
  return structuredClone([...look.content.findings, ...ofValues]) as Finding[]
}

function firstRows(look: FakeLook): PreviewRow[] {
  return Array.from({ length: Math.min(shownRows, look.content.records) }, (_, index) => row(look, index + 1))
}

function lineOf({ reading, content }: FakeLook, record: number): number | null {
  if (content.columns.some(({ path }) => path !== undefined) && reading.format === 'parquet') return null
  return record + reading.skipLines + (reading.ignoreFirstRecord ? 1 : 0)
}

function row(look: FakeLook, record: number): PreviewRow {
  const faults = look.content.faults.filter((fault) => fault.record === record)
  const judged = new Set(faultsFor(look))
  const cells = look.content.columns.map(
    ({ value }, field) => faults.find((fault) => fault.field === field)?.value ?? value(record),
  )
  return {
    line: lineOf(look, record),
    record,
    byte: record * 162 - 30,
    cells,
    marks: faults
      .filter((fault) => judged.has(fault))
      .map(({ field, effect, becomes }) => ({ index: field, effect, becomes })),
    raw: rawOf(look, cells),
  }
}

function rawOf({ content, reading }: FakeLook, cells: readonly (string | null)[]): string | null {
  switch (reading.format) {
    case 'parquet':
    case 'avro':
    case 'orc':
      return null
    case 'json':
    case 'multijson':
      return JSON.stringify(
        Object.fromEntries(content.columns.map(({ name }, index) => [name, cells[index]])),
      )
    default:
      return cells.map(quoted).join(reading.format === 'scsv' ? ';' : ',')
  }
}

function quoted(cell: string | null): string {
  if (cell === null) return ''
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
