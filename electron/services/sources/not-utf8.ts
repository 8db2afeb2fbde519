import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { detectContentKind } from '../../domain/content-kind'
import { placeOf } from '../../domain/text-place'
import type { StudioError } from '../../domain/studio-error'
import { contentProblem } from './content-problem'
import { withFile } from './counting/random-access'

/**
 * The failure for a file that was found not to be UTF-8 while it was read.
 *
 * @param offset Of the first byte that is part of no character.
 * @param name The file's name in messages.
 * @throws an error of the file system.
 */
export async function notUtf8Failure(
  path: string,
  offset: number,
  name: string = basename(path),
): Promise<StudioError> {
  const head = Buffer.alloc(4096)
  const length = await withFile(path, (file) => file.read(head, 0))
  const content = detectContentKind(head.subarray(0, length))
  if (content.kind === 'wideText') return contentProblem.wideText(name, content.encoding)
  const { line } = await placeOf(createReadStream(path), offset)
  return contentProblem.notUtf8(name, { offset, line, entry: null })
}
