import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { DataFormat } from '../domain/data-format'
import { StudioError } from '../domain/studio-error'

const folderIn = (homeFolder: string): string => join(homeFolder, 'standard-input')

/**
 * Saves standard input to a file in the home folder: it cannot be read twice, and a crash must not lose it.
 *
 * @param format Names the file; left out, its bytes tell what it is.
 * @returns The file's path.
 * @throws StudioError `Canceled`, `DiskFull` or `FileNotReadable`; the file is then removed.
 */
export async function keepStandardInput(
  input: Readable,
  format: DataFormat | undefined,
  homeFolder: string,
  signal: AbortSignal,
): Promise<string> {
  const folder = folderIn(homeFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(
    folder,
    `standard-input-${Date.now()}-${process.pid}${format === undefined ? '' : `.${format}`}`,
  )
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

/** Removes those of the paths that {@link keepStandardInput} wrote; other files stay. */
export async function forgetStandardInput(paths: readonly string[], homeFolder: string): Promise<void> {
  const folder = folderIn(homeFolder)
  for (const path of paths) if (dirname(path) === folder) await rm(path, { force: true })
}
