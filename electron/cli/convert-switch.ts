import type { FieldConversion } from '../domain/conversion/field-conversion'
import { UsageError } from './usage-error'

/** What `--convert` can convert on the way. */
export const convertibles = ['text', 'dates', 'numbers', 'times'] as const

/** The order of day and month, where the dates of a column do not tell it. */
const dateOrders = ['dates:day-first', 'dates:month-first'] as const

export type Convertible = (typeof convertibles)[number] | (typeof dateOrders)[number]

const words: readonly Convertible[] = [...convertibles, ...dateOrders]

/** What each conversion of a field's values is called after `--convert`. */
export const convertibleOf: Readonly<Record<FieldConversion, 'dates' | 'numbers' | 'times'>> = {
  dayFirst: 'dates',
  monthFirst: 'dates',
  decimalComma: 'numbers',
  groupedDigits: 'numbers',
  unixSeconds: 'times',
  unixMilliseconds: 'times',
  unixMicroseconds: 'times',
  unixNanoseconds: 'times',
  serialDate: 'dates',
}

/** Gives a bare `--convert` its value: all there is. A list may follow as its own argument or after `=`. */
export function withConvertValue(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    if (isList(arg) && args[index - 1] === '--convert') return []
    if (arg !== '--convert') return [arg]
    const next = args[index + 1] ?? ''
    return [`--convert=${isList(next) ? next : convertibles.join(',')}`]
  })
}

/** Reads what follows `--convert`. @throws UsageError */
export function parseConvert(text: string | undefined): readonly Convertible[] | undefined {
  if (text === undefined) return undefined
  const wanted = text.split(',').map((word) => {
    const found = words.find((one) => one === word.trim())
    if (found !== undefined) return found
    throw new UsageError(`--convert knows no “${word}”. Use ${words.join(', ')}, or nothing for all.`)
  })
  if (dateOrders.every((order) => wanted.includes(order)))
    throw new UsageError('--convert takes one order of dates: dates:day-first or dates:month-first.')
  return wanted
}

/** Whether `--convert` names what a conversion is called. */
export function isWanted(as: FieldConversion, wanted: readonly Convertible[]): boolean {
  const name = convertibleOf[as]
  return wanted.some((one) => one === name || one.startsWith(`${name}:`))
}

/** The order of day and month that `--convert` names; undefined if it names none. */
export function wantedOrder(wanted: readonly Convertible[]): 'dayFirst' | 'monthFirst' | undefined {
  if (wanted.includes('dates:day-first')) return 'dayFirst'
  return wanted.includes('dates:month-first') ? 'monthFirst' : undefined
}

/** Only words that it knows: what follows may as well be a file. */
function isList(text: string): boolean {
  return text.split(',').every((word) => words.some((one) => one === word))
}
