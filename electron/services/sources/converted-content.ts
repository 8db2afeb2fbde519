import { closeSync, openSync, readSync } from 'node:fs'
import { detectContentKind } from '../../domain/content-kind'
import {
  NotInEncodingError,
  ReadingConverter,
  RecordTooLongError,
} from '../../domain/conversion/reading-converter'
import type { Compression } from '../../domain/data-format'
import type { Reading } from '../../domain/schema/reading'
import { StudioError } from '../../domain/studio-error'
import { encodingName } from '../../domain/finding-words'
import { unpackedContents } from './unpacked-content'

/**
 * What is inside a file, its compression taken off, rewritten as its reading says; of an archive with several files,
 * one after the other.
 *
 * @param name Of the source, for messages.
 * @param onRead Told how many bytes of the file were read; never for an archive.
 * @throws StudioError `EncodingNotSupported`, `FileTooLarge`, `FormatMismatch`; an error of the file system.
 */
export async function* convertedContent(
  path: string,
  reading: Reading,
  name: string,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  let files = 0
  for await (const { bytes, packedRead } of unpackedContents(path, compressionOf(path))) {
    // Only the first header can be left out of what becomes one file.
    if (++files > 1) throw severalFiles(name)
    const told = packedRead === undefined ? bytes : watched(bytes, () => onRead(packedRead()))
    yield* convertedBytes(told, reading, name)
  }
}

async function* watched(bytes: AsyncIterable<Buffer>, onPiece: () => void): AsyncGenerator<Buffer> {
  for await (const piece of bytes) {
    yield piece
    onPiece()
  }
}

/** Bytes rewritten as a reading says. @throws StudioError as {@link convertedContent}, and what the bytes fail with. */
export async function* convertedBytes(
  bytes: AsyncIterable<Uint8Array>,
  reading: Reading,
  name: string,
): AsyncGenerator<Uint8Array> {
  const converter = new ReadingConverter(reading)
  try {
    for await (const piece of bytes) {
      const converted = converter.push(piece)
      if (converted.length > 0) yield converted
    }
    yield converter.end()
  } catch (error) {
    if (error instanceof NotInEncodingError) throw notInEncoding(name, reading, error.offset)
    if (error instanceof RecordTooLongError) throw recordTooLong(name)
    throw error
  }
}

function compressionOf(path: string): Compression {
  const head = Buffer.alloc(4)
  const file = openSync(path, 'r')
  try {
    readSync(file, head)
  } finally {
    closeSync(file)
  }
  const content = detectContentKind(head)
  return content.kind === 'compressed' ? content.compression : 'none'
}

function notInEncoding(name: string, { encoding }: Reading, offset: number): StudioError {
  const where = offset === 0 ? '' : ` after its first ${offset.toLocaleString('en-US')} bytes`
  return new StudioError('EncodingNotSupported', `“${name}” is not ${encodingName(encoding)} text${where}.`, {
    subject: name,
    nextStep: 'Choose another encoding for it, or save it as UTF-8. Nothing of it was ingested.',
  })
}

function recordTooLong(name: string): StudioError {
  return new StudioError('FileTooLarge', `A record of “${name}” is longer than 64 MB.`, {
    subject: name,
    nextStep:
      'Perhaps a quote in it is never closed. Put that right, then add it again. Nothing of it was ingested.',
  })
}

function severalFiles(name: string): StudioError {
  return new StudioError(
    'FormatNotSupported',
    `“${name}” holds several files, which cannot be converted together.`,
    {
      subject: name,
      nextStep: 'Unpack it, and add the files.',
    },
  )
}
