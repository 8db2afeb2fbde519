import { readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { writeFileAtomic } from './atomic-file'

/** A home folder, and who decided on it: the environment or a switch, an earlier choice in the window, or nobody. */
export interface HomeChoice {
  readonly path: string
  readonly by: 'name' | 'choice' | 'standard'
}

/**
 * The home folder of window and command line: the one that is named, else the one chosen in the window, else the
 * standard one.
 *
 * @param named From the environment or a switch; empty counts as nothing.
 */
export function findHome(named: string | undefined, owner = homedir()): HomeChoice {
  if (named !== undefined && named !== '') return { path: resolve(named), by: 'name' }
  const chosen = chosenHome(owner)
  if (chosen !== undefined) return { path: chosen, by: 'choice' }
  return { path: join(owner, '.kusto-ingestion-studio'), by: 'standard' }
}

/** The folder that was chosen in the window to stay, if there is one. */
export function chosenHome(owner = homedir()): string | undefined {
  try {
    const path = readFileSync(choiceFile(owner), 'utf8').trim()
    return isAbsolute(path) ? path : undefined
  } catch {
    return undefined
  }
}

/**
 * Makes a folder the home of every later start that names none.
 *
 * @throws StudioError `DiskFull` or `FileNotReadable`.
 */
export async function chooseHome(path: string, owner = homedir()): Promise<void> {
  await writeFileAtomic(choiceFile(owner), `${path}\n`)
}

/** Goes back to the standard home folder. What is in the chosen one stays there. */
export function forgetChosenHome(owner = homedir()): void {
  rmSync(choiceFile(owner), { force: true })
}

/** Beside the standard home folder and not in it, because that one may be what is broken. */
export function choiceFile(owner = homedir()): string {
  return join(owner, '.kusto-ingestion-studio-home')
}
