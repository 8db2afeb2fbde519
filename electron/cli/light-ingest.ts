import { lightIngestSwitches, type LightIngestAnswer } from './light-ingest-switches'
import { UsageError } from './usage-error'

/** A command line with LightIngest's switches translated to ours. */
interface TranslatedArguments {
  readonly args: readonly string[]
  /** Switches that have no effect here, and why, for the person at the terminal. */
  readonly notes: readonly string[]
}

const byName = new Map<string, LightIngestAnswer>(
  lightIngestSwitches.flatMap(({ names, answer }) =>
    names.map((name): [string, LightIngestAnswer] => [name.toLowerCase(), answer]),
  ),
)

/**
 * Translates LightIngest's switches, which start with one dash or a slash and have a colon (`-table:T`, `/table:T`), to
 * ours. If there are any, a connection string (`https://ingest-…;Fed=True`) names the cluster.
 *
 * @throws UsageError for a switch that is refused here, with the reason and what to use instead.
 */
export function translateLightIngest(args: readonly string[]): TranslatedArguments {
  const translated: string[] = []
  const notes: string[] = []
  let found = false
  for (const [index, argument] of args.entries()) {
    const given = readSwitch(argument)
    // An argument after one of our own switches is its value, whatever it looks like.
    if (given === undefined || /^--[a-z-]+$/.test(args[index - 1] ?? '')) {
      translated.push(argument)
      continue
    }
    found = true
    const { written, answer, value } = given
    if ('refused' in answer) throw new UsageError(`${written} of LightIngest: ${answer.refused}.`)
    if ('notNeeded' in answer) notes.push(`${written} is not needed here: ${answer.notNeeded}.`)
    else if (answer.value === 'yesOrNo') translated.push(...(isNo(value) ? [] : [answer.becomes]))
    else if (value === undefined || value === '')
      throw new UsageError(
        `${written} needs a value after a colon, ${written}:VALUE; or use ${answer.becomes}.`,
      )
    else if (answer.becomes === 'PATH') translated.push(value)
    else translated.push(`${answer.becomes}=${value}`)
  }
  return { args: found ? withCluster(translated) : translated, notes }
}

/** Every switch and what it does here, for the help text. */
export function lightIngestTable(): readonly (readonly [string, string])[] {
  return lightIngestSwitches.map(({ names, answer }) => [
    names.map((name) => `-${name}`).join(', '),
    'becomes' in answer
      ? `accepted as ${answer.becomes}`
      : 'notNeeded' in answer
        ? `accepted, no effect: ${answer.notNeeded}`
        : `refused: ${answer.refused}`,
  ])
}

interface GivenSwitch {
  /** As typed, without its value. */
  readonly written: string
  readonly answer: LightIngestAnswer
  readonly value: string | undefined
}

function readSwitch(argument: string): GivenSwitch | undefined {
  const match = /^(-[a-z]+)(?:[:=](.*))?$/is.exec(argument) ?? /^(\/[a-z]+):(.*)$/is.exec(argument)
  const written = match?.[1]
  const answer = byName.get(written?.slice(1).toLowerCase() ?? '')
  return written === undefined || answer === undefined ? undefined : { written, answer, value: match?.[2] }
}

function isNo(value: string | undefined): boolean {
  return value !== undefined && /^(false|no|0|off)$/i.test(value)
}

/** LightIngest's first argument is a connection string, which is read as any address of a cluster. */
function withCluster(args: readonly string[]): readonly string[] {
  if (args.some((argument) => /^--cluster(=|$)/.test(argument))) return args
  const at = args.findIndex((argument) => /^(data source=)?https?:\/\/[^/;]+\/?(;|$)/i.test(argument))
  const connection = args[at]
  if (connection === undefined) return args
  return [...args.slice(0, at), `--cluster=${connection}`, ...args.slice(at + 1)]
}
