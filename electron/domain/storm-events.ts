import { stormEventKinds, stormSources, stormTowns, type StormEventKind } from './storm-event-kinds'
import type { TableSchema } from './schema/table'

/** The tutorial's table. */
export const stormEventsTable = 'MyStormEvents'

/** Its columns, in record order. */
export const stormEventsSchema: TableSchema = [
  { name: 'StartTime', type: 'datetime' },
  { name: 'EndTime', type: 'datetime' },
  { name: 'State', type: 'string' },
  { name: 'DamageProperty', type: 'int' },
  { name: 'DamageCrops', type: 'int' },
  { name: 'Source', type: 'string' },
  { name: 'StormSummary', type: 'dynamic' },
]

/** Records in the sample, without the header. */
const sampleRecordCount = 1000

const minuteMs = 60_000
/** Only the last event ends at or after this moment, so that the last row by `EndTime` is always the same. */
const lastEnd = Date.UTC(2017, 11, 31, 23, 50)

/**
 * Makes storm-event records as CSV with a header: the same text for the same arguments, on every machine.
 * The events are made up. `StormSummary` is a JSON object over several lines, so it is quoted.
 */
export function makeStormEventsCsv(recordCount = sampleRecordCount, seed = 20_170_101): string {
  const random = seededRandom(seed)
  const events = Array.from({ length: recordCount - 1 }, () => makeEvent(random))
  events.sort((left, right) => left.start - right.start || left.end - right.end)
  events.push(lastEvent)
  const header = stormEventsSchema.map((column) => column.name).join(',')
  return `${header}\n${events.map(toRecord).join('')}`
}

interface StormEvent {
  readonly start: number
  readonly end: number
  readonly state: string
  readonly damageProperty: number
  readonly damageCrops: number
  readonly source: string
  readonly kind: string
  readonly description: string
}

const lastEvent: StormEvent = {
  start: Date.UTC(2017, 11, 31, 20, 15),
  end: lastEnd,
  state: 'HAWAII',
  damageProperty: 12_000,
  damageCrops: 0,
  source: 'Emergency Manager',
  kind: 'Flash Flood',
  description: 'Heavy showers closed the coast road near Port Adeline in the last hours of the year.',
}

type Random = () => number

function makeEvent(random: Random): StormEvent {
  const kind = pickWeighted(random, stormEventKinds)
  const month = pick(random, kind.months)
  const start = Date.UTC(2017, month - 1, 1) + Math.floor(random() * daysInMonth(month) * 24 * 60) * minuteMs
  const [shortest, longest] = kind.minutes
  const minutes = shortest + Math.floor(random() * (longest - shortest + 1))
  const end = Math.min(start + minutes * minuteMs, lastEnd - minuteMs)
  return {
    start: Math.min(start, end),
    end,
    state: pick(random, kind.states),
    damageProperty: damage(random, kind.maximumPropertyDamage),
    damageCrops: damage(random, kind.maximumCropDamage),
    source: pick(random, stormSources),
    kind: kind.name,
    description: pick(random, kind.descriptions)
      .replace('{town}', pick(random, stormTowns))
      .replace('{number}', String(2 + Math.floor(random() * 8))),
  }
}

/** Most storms do little damage and a few do much; in steps of 500 dollars. */
function damage(random: Random, maximum: number): number {
  return random() < 0.55 ? 0 : Math.floor((random() ** 3 * maximum) / 500) * 500
}

function toRecord(event: StormEvent): string {
  const summary = {
    EventType: event.kind,
    TotalDamages: event.damageProperty + event.damageCrops,
    StartTime: isoSeconds(event.start),
    EndTime: isoSeconds(event.end),
    Details: { Description: event.description, Location: event.state },
  }
  const fields = [
    sqlTime(event.start),
    sqlTime(event.end),
    event.state,
    event.damageProperty,
    event.damageCrops,
    event.source,
    `"${JSON.stringify(summary, null, 2).replace(/"/g, '""')}"`,
  ]
  return `${fields.join(',')}\n`
}

function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** As SQL Server tools write a datetime2: seven decimals, no zone. */
function sqlTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}.0000000`
}

function daysInMonth(month: number): number {
  return (Date.UTC(2017, month, 1) - Date.UTC(2017, month - 1, 1)) / 86_400_000
}

function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new Error('Nothing to pick from')
  return value
}

function pickWeighted(random: Random, kinds: readonly StormEventKind[]): StormEventKind {
  const total = kinds.reduce((sum, kind) => sum + kind.weight, 0)
  let rest = random() * total
  for (const kind of kinds) {
    rest -= kind.weight
    if (rest < 0) return kind
  }
  return pick(random, kinds)
}

/** Mulberry32: small, fast, the same everywhere. `Math.random` cannot be seeded. */
function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
