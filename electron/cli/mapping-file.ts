import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileFailure } from '../domain/file-failure'
import { StudioError } from '../domain/studio-error'

/** Reads the file that `--mapping-file` names. @throws StudioError if it cannot be read. */
export async function readMapping(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFailure(error, basename(path))
    throw new StudioError('FileNotFound', `There is no file ${path}.`, {
      subject: path,
      nextStep: 'Check the path after --mapping-file.',
    })
  }
}
