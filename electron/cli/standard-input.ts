import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { DataFormat } from '../domain/data-format'
import { StudioError } from '../domain/studio-error'
import type { Terminal } from './terminal'

const folderIn = (homeFolder: string): string => join(homeFolder, 'standard-input')

/**
 * Saves standard input to a file in the home folder: it cannot be read twice, and a crash must not lose it.
 *
 * @param format Names the file; left out, its bytes tell what it is.
 * @returns The file's path.
 * @throws StudioError `Canceled`, `DiskFull` or `FileNotReadable`; the file is then removed.
 */
async function keepStandardInput(
  input: Readable,
  format: DataFormat | undefined,
  homeFolder: string,
  signal: AbortSignal,
): Promise<string> {
  const folder = folderIn(homeFolder)
  const ending = format === undefined ? '' : `.${format}`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `standard-input-${Date.now()}-${process.pid}${ending}`)
  try {
    await pipeline(input, createWriteStream(path, { mode: 0o600 }), { signal })
    return path
  } catch (error) {
    await rm(path, { force: true })
    if (signal.aborted) throw new StudioError('Canceled', 'Reading standard input was canceled.')
    if ((error as { readonly code?: unknown }).code === 'ENOSPC') {
      throw new StudioError('DiskFull', 'The disk with the home folder is full.', {
        nextStep: 'Free some space, or set KUSTO_STUDIO_HOME to a folder on another disk.',
        cause: error,
      })
    }
    throw new StudioError('FileNotReadable', 'Standard input could not be saved to the home folder.', {
      cause: error,
    })
  }
}

/** The file that holds standard input, if `-` was named. @throws StudioError */
export async function standardInput(
  args: { readonly paths: readonly string[]; readonly format: DataFormat | undefined },
  context: { readonly homeFolder: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<string[]> {
  if (!args.paths.includes('-')) return []
  if (process.stdin.isTTY) context.terminal.note('Reading rows from this terminal, up to Ctrl+D.')
  return [await keepStandardInput(process.stdin, args.format, context.homeFolder, context.signal)]
}

/** Removes those of the paths that {@link keepStandardInput} wrote; other files stay. */
export async function forgetStandardInput(paths: readonly string[], homeFolder: string): Promise<void> {
  const folder = folderIn(homeFolder)
  for (const path of paths) if (dirname(path) === folder) await rm(path, { force: true })
}
