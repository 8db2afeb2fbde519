import uPlot from 'uplot'
import { seriesColors } from '../../../styles/palette'
import type { ChartData } from './chart-data'

/** What the plot draws. */
export interface PointsContent {
  readonly data: Extract<ChartData, { kind: 'points' }>
  /** One for each series; further ones begin anew. */
  readonly colors: readonly string[]
  readonly ink: string
  readonly grid: string
  /** Behind the plot. */
  readonly paper: string
  readonly fontFamily: string
}

const second = 1000
const day = 86_400 * second

/** Options of uPlot for series over time or numbers. */
export function pointsOptions(options: {
  readonly width: number
  readonly height: number
  readonly content: () => PointsContent
  readonly shape: 'line' | 'dots'
  readonly isTime: boolean
  readonly isNamed: boolean
  readonly series: number
  readonly onHover: (index: number | null) => void
}): uPlot.Options {
  const { content, shape, isTime, isNamed } = options
  const font = (): string => `400 11px ${content().fontFamily}`
  const axis = {
    stroke: () => content().ink,
    font: font(),
    grid: { stroke: () => content().grid, width: 1 },
    ticks: { show: false },
  }
  return {
    width: options.width,
    height: options.height,
    padding: [10, 14, 0, 0],
    ms: 1,
    // Kusto's times are in UTC.
    tzDate: (at) => uPlot.tzDate(new Date(at), 'Etc/UTC'),
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 7 } },
    scales: {
      x: {
        time: isTime,
        // Half a place of room at both ends; dots at the ends are drawn whole.
        ...(isNamed
          ? { range: (_plot, low, high) => [low - 0.5, high + 0.5] as [number, number] }
          : shape === 'dots'
            ? { range: (_plot, low, high) => withRoom(low, high) }
            : {}),
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 90,
        ...(isNamed ? { incrs: [1, 2, 5, 10, 20, 50, 100] } : {}),
        values: (_plot, splits, _axis, _space, increment) =>
          splits.map((split) => {
            const { categories } = content().data
            if (categories !== null) return cut(categories[split] ?? '')
            return isTime ? timeLabel(split, increment) : tickWords(split, increment)
          }),
      },
      {
        ...axis,
        size: (_plot, values) => 18 + 6.6 * Math.max(2, ...(values ?? []).map((value) => value.length)),
        values: (_plot, splits, _axis, _space, increment) =>
          splits.map((split) => tickWords(split, increment)),
      },
    ],
    series: [
      {},
      ...Array.from({ length: options.series }, (_, index): uPlot.Series => {
        const color = (): string => content().colors[index % content().colors.length] ?? ''
        const isFirst = index < seriesColors.length
        const fill = isFirst ? color : (): string => content().paper
        const dots = { show: true, size: 6, width: 1.5, fill, stroke: color }
        return shape === 'dots'
          ? { stroke: color, paths: () => null, points: dots }
          : {
              stroke: color,
              width: 1.75,
              spanGaps: true,
              ...(isFirst ? {} : { dash: [5, 4] }),
            }
      }),
    ],
    hooks: {
      setCursor: [({ cursor }) => options.onHover(cursor.idx ?? null)],
    },
  }
}

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })
const tiny = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** A value on an axis or in the legend. */
export function valueWords(value: number | null): string {
  if (value === null) return ''
  if (value !== 0 && Math.abs(value) < 0.001) return tiny.format(value)
  return Math.abs(value) >= 1e6 ? short.format(value) : number.format(value)
}

/**
 * A tick's number with as many decimals as tell it from its neighbours, so that 1.25M and 1.3M, or 0.0015 and 0.002, stay
 * apart.
 *
 * @param increment From one tick to the next.
 */
export function tickWords(value: number, increment: number): string {
  const [unit, sign] = Math.abs(value) >= 1e6 || increment >= 1e6 ? unitOf(value) : [1, '']
  const decimals = Math.min(20, Math.max(0, Math.ceil(-Math.log10(increment / unit) - 1e-9)))
  // 2.5 has a decimal more than its power of ten says.
  const isHalf =
    Math.abs(Math.round((increment / unit) * 10 ** decimals) - (increment / unit) * 10 ** decimals) > 1e-6
  const digits = decimals + (isHalf ? 1 : 0)
  const words = (value / unit).toLocaleString('en-US', {
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  })
  return words === '-0' ? '0' : words + sign
}

function unitOf(value: number): readonly [number, string] {
  const size = Math.abs(value)
  if (size >= 1e12) return [1e12, 'T']
  if (size >= 1e9) return [1e9, 'B']
  return size >= 1e6 ? [1e6, 'M'] : [1, '']
}

const clock = utc({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const clockSeconds = utc({ timeStyle: 'medium', hourCycle: 'h23' })
const dayMonth = utc({ day: 'numeric', month: 'short' })
const year = utc({ year: 'numeric' })
const monthYear = utc({ month: 'short', year: 'numeric' })
const dateTime = utc({ dateStyle: 'medium', timeStyle: 'medium' })

function utc(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
}

function timeLabel(at: number, increment: number): string {
  if (increment >= 365 * day) return year.format(at)
  if (increment >= 28 * day) return monthYear.format(at)
  if (increment >= day || at % day === 0) return dayMonth.format(at)
  if (increment < second) return new Date(at).toISOString().slice(11, 23)
  return increment >= 60 * second ? clock.format(at) : clockSeconds.format(at)
}

/** A place on the x axis, in full. */
export function xWords(at: number, { isTime, categories }: PointsContent['data']): string {
  if (categories !== null) return categories[at] ?? ''
  return isTime ? dateTime.format(at) : valueWords(at)
}

/** A range with some room at both ends; one around a single value. */
function withRoom(low: number, high: number): [number, number] {
  const room = high > low ? (high - low) * 0.03 : Math.max(1, Math.abs(low) * 0.05)
  return [low - room, high + room]
}

/** A longer name would run into the next. */
const longestName = 13

function cut(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name
}
