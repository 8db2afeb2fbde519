import { z } from 'zod'
import { type AvroCursor, AvroFormatError } from './avro-cursor'

/** Ticks of 100 ns in one unit of a timestamp or time. */
const ticksPer: Readonly<Record<string, bigint>> = { millis: 10_000n, micros: 10n }

const decimalDetails = z.looseObject({ scale: z.number().int().min(0).max(1000).default(0) })
const fixedDetails = z.looseObject({ size: z.number().int().min(0) })

/**
 * A reader for a logical type over `base`. It gives JSON text that reads as the Kusto value in a column of the
 * type. Undefined if the type is not logical or not known: its base is read instead, as the specification says.
 */
export function logicalReader(
  base: string,
  details: Readonly<Record<string, unknown>>,
): ((cursor: AvroCursor) => string) | undefined {
  const { logicalType } = details
  if (typeof logicalType !== 'string') return undefined
  if (logicalType === 'decimal' && (base === 'bytes' || base === 'fixed')) {
    const { scale } = decimalDetails.parse(details)
    const read = bytesReader(base, details)
    return (cursor) => `"${decimalText(read(cursor), scale)}"`
  }
  if (logicalType === 'uuid' && base === 'fixed') {
    const read = bytesReader(base, details)
    return (cursor) => `"${read(cursor).toString('hex')}"`
  }
  if (logicalType === 'date' && base === 'int') {
    return (cursor) => dateTimeText(BigInt(cursor.whole()) * 864_000_000_000n)
  }
  const time = /^(time|timestamp|local-timestamp)-(millis|micros|nanos)$/.exec(logicalType)
  if (time === null || (base !== 'int' && base !== 'long')) return undefined
  const [, kind, unit = ''] = time
  const text = kind === 'time' ? timeText : dateTimeText
  return (cursor) => {
    const value = BigInt(cursor.whole())
    const factor = ticksPer[unit]
    return text(factor === undefined ? floorDivide(value, 100n) : value * factor)
  }
}

function bytesReader(base: string, details: unknown): (cursor: AvroCursor) => Buffer {
  if (base === 'bytes') return (cursor) => cursor.sized()
  const parsed = fixedDetails.safeParse(details)
  if (!parsed.success) throw new AvroFormatError('its schema is wrong')
  return (cursor) => cursor.take(parsed.data.size)
}

/** A decimal from big-endian two's complement, with `scale` digits after the point. */
function decimalText(bytes: Buffer, scale: number): string {
  const unscaled =
    bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`))
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const point = digits.length - scale
  const sign = unscaled < 0n ? '-' : ''
  return `${sign}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`
}

/** ISO 8601 with seven decimal digits from ticks since 1970, as JSON; `null` outside the years 1 to 9999. */
function dateTimeText(ticks: bigint): string {
  const seconds = floorDivide(ticks, 10_000_000n)
  if (seconds < -62_135_596_800n || seconds > 253_402_300_799n) return 'null'
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  return `"${whole}.${fraction(ticks)}Z"`
}

/** `hh:mm:ss.fffffff` from ticks since midnight, as JSON. */
function timeText(ticks: bigint): string {
  const seconds = Number(floorDivide(ticks, 10_000_000n))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `"${parts.map((part) => String(part).padStart(2, '0')).join(':')}.${fraction(ticks)}"`
}

function fraction(ticks: bigint): string {
  return String(ticks - floorDivide(ticks, 10_000_000n) * 10_000_000n).padStart(7, '0')
}

function floorDivide(value: bigint, by: bigint): bigint {
  return value >= 0n || value % by === 0n ? value / by : value / by - 1n
}
