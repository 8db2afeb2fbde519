import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

/** One statement of a seed script. */
interface SeedStatement {
  readonly csl: string
  /** Line where it begins, from 1. */
  readonly line: number
}

/**
 * Splits a script into statements, separated by blank lines (except inside ``` literals). Comment lines between and
 * before statements are dropped.
 */
export function parseSeedScript(text: string): SeedStatement[] {
  const statements: SeedStatement[] = []
  let lines: string[] = []
  let from = 0
  let inLiteral = false
  const end = (): void => {
    if (lines.length > 0) statements.push({ csl: lines.join('\n'), line: from })
    lines = []
  }
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (!inLiteral && line.trim() === '') {
      end()
      continue
    }
    if (lines.length === 0) {
      if (line.trim().startsWith('//')) continue
      from = index + 1
    }
    lines.push(line)
    if (line.split('```').length % 2 === 0) inLiteral = !inLiteral
  }
  end()
  return statements
}

/**
 * Runs a file's statements in order.
 *
 * @throws Error that names the file, and the line where the failed statement begins.
 */
export async function runSeedScript(file: string, run: (csl: string) => Promise<void>): Promise<void> {
  const name = basename(file)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason'
    throw new Error(`the seed script ${name} cannot be read: ${reason}`, { cause })
  }
  for (const { csl, line } of parseSeedScript(text)) {
    try {
      await run(csl)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'unknown reason'
      throw new Error(`${name}, line ${line}: ${reason}`, { cause })
    }
  }
}
