/** Ticks (100 ns) from 0001-01-01 to 1970-01-01. */
export const unixEpochTicks = 621_355_968_000_000_000n

/** The last tick of the year 9999; there is no later datetime. */
export const lastTick = 3_155_378_975_999_999_999n

const ticksPerMillisecond = 10_000n
const ticksPerDay = 864_000_000_000n

/** Converts milliseconds since 1970 to Kusto's ticks (100 ns since 0001-01-01 UTC). */
export function ticksFromMilliseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds)) * ticksPerMillisecond + unixEpochTicks
}

/** Converts ticks to milliseconds since 1970, dropping the rest. */
export function millisecondsFromTicks(ticks: bigint): number {
  return Number((ticks - unixEpochTicks) / ticksPerMillisecond)
}

/** Writes ticks as the service does: `2018-01-26T00:00:00.1234567Z`, with no fraction if it is zero. */
export function formatDateTime(ticks: bigint): string {
  const sinceEpoch = ticks - unixEpochTicks
  const fraction = ((sinceEpoch % 10_000_000n) + 10_000_000n) % 10_000_000n
  const iso = new Date(Number((sinceEpoch - fraction) / ticksPerMillisecond)).toISOString()
  // The first 19 characters hold the whole seconds, because Date pads years before 1000 and no datetime is after
  // 9999.
  const seconds = iso.slice(0, 19)
  return fraction === 0n ? `${seconds}Z` : `${seconds}.${fraction.toString().padStart(7, '0')}Z`
}

/** Writes ticks as a Kusto timespan: `[-][d.]hh:mm:ss[.fffffff]`. */
export function formatTimeSpanTicks(ticks: bigint): string {
  const sign = ticks < 0n ? '-' : ''
  const absolute = ticks < 0n ? -ticks : ticks
  const days = absolute / ticksPerDay
  const two = (value: bigint): string => value.toString().padStart(2, '0')
  const seconds = absolute / 10_000_000n
  const clock = `${two((seconds / 3600n) % 24n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  const fraction = absolute % 10_000_000n
  const tail = fraction === 0n ? '' : `.${fraction.toString().padStart(7, '0')}`
  return `${sign}${days > 0n ? `${days}.` : ''}${clock}${tail}`
}
