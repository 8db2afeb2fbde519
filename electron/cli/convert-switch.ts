import type { FieldConversion } from '../domain/conversion/field-conversion'
import { UsageError } from './usage-error'

/** What `--convert` can convert on the way. */
export const convertibles = ['text', 'dates', 'numbers', 'times'] as const

export type Convertible = (typeof convertibles)[number]

/** What each conversion of a field's values is called after `--convert`. */
export const convertibleOf: Readonly<Record<FieldConversion, Exclude<Convertible, 'text'>>> = {
  dayFirst: 'dates',
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
  return text.split(',').map((word) => {
    const found = convertibles.find((one) => one === word.trim())
    if (found !== undefined) return found
    throw new UsageError(`--convert knows no “${word}”. Use ${convertibles.join(', ')}, or nothing for all.`)
  })
}

/** Only words that it knows: what follows may as well be a file. */
function isList(text: string): boolean {
  return text.split(',').every((word) => convertibles.some((one) => one === word))
}
