import { inflateRawSync } from 'node:zlib'
import { unpackSnappy } from '../../domain/snappy'
import { KustoError } from '../answers/kusto-error'
import { AvroCursor, AvroEndError, AvroFormatError } from './avro-cursor'
import { avroReader, logicalFields, type AvroReader, type LogicalField } from './avro-schema'
import type { TextRewriter } from './text-rewriter'

/** Largest header and largest block, uncompressed, in bytes. At most one of each is held. */
const maximumHeader = 16 * 1_048_576
const maximumBlock = 256 * 1_048_576

/** Characters of JSON to hand on at once. */
const pieceLength = 262_144

const magic = Buffer.from('Obj\u0001', 'latin1')

interface Header {
  readonly codec: string
  readonly sync: Buffer
  readonly read: AvroReader
}

/** Codecs that each format accepts (documents: supported formats). */
const codecs: Readonly<Record<string, readonly string[]>> = {
  avro: ['null', 'deflate'],
  apacheavro: ['null', 'deflate', 'snappy'],
}

/**
 * Reads an Avro object container from bytes in pieces of any size, and hands on its values as JSON, one per line.
 * `avro` knows neither logical types nor Snappy; `apacheavro` knows both (documents: ingestion supported formats).
 */
export class AvroRewriter implements TextRewriter {
  readonly #format: string
  #header: Header | undefined
  #logicalFields: readonly LogicalField[] = []
  #chunks: Buffer[] = []
  #length = 0
  /** Bytes needed for the next step. */
  #needed = magic.length
  #blocks = 0
  #records = 0
  #longest = 0
  #out: Uint8Array[] = []

  constructor(format: string) {
    this.#format = format
  }

  get records(): number {
    return this.#records
  }

  get longestRecord(): number {
    return this.#longest
  }

  /** Fields whose logical types the format does not know. */
  get logicalFields(): readonly LogicalField[] {
    return this.#format === 'avro' ? this.#logicalFields : []
  }

  /** @throws KustoError `BadRequest_InvalidBlob`, naming the block where the bytes stop being Avro. */
  push(chunk: Uint8Array): Uint8Array[] {
    // Copied: the caller may refill its buffer.
    this.#chunks.push(Buffer.from(chunk))
    this.#length += chunk.length
    if (this.#length < this.#needed) return []
    const bytes = Buffer.concat(this.#chunks)
    const rest = this.#guard(() => this.#read(bytes))
    this.#chunks = rest.length === 0 ? [] : [rest]
    this.#length = rest.length
    return this.#out.splice(0)
  }

  /** @throws KustoError as {@link push}, if the bytes end too early. */
  end(): Uint8Array[] {
    if (this.#header === undefined || this.#length > 0) throw this.#wrong(new AvroEndError().message)
    return []
  }

  #read(bytes: Buffer): Buffer {
    let from = 0
    this.#needed = 0
    while (from < bytes.length || this.#header === undefined) {
      const cursor = new AvroCursor(bytes.subarray(from))
      try {
        if (this.#header === undefined) this.#header = this.#readHeader(cursor)
        else this.#readBlock(cursor, this.#header)
      } catch (error) {
        // Cannot happen inside a block: all its bytes are there before it is read.
        if (!(error instanceof AvroEndError)) throw error
        if (this.#header === undefined && bytes.length > maximumHeader)
          throw new AvroFormatError('its header is too long')
        this.#needed = Math.max(this.#needed, cursor.bytes.length + 1)
        break
      }
      from += cursor.position
      this.#needed = 0
    }
    return bytes.subarray(from)
  }

  #readHeader(cursor: AvroCursor): Header {
    if (!cursor.take(magic.length).equals(magic))
      throw new AvroFormatError('it does not start like an Avro file')
    const details = new Map<string, Buffer>()
    cursor.blocks(() => details.set(cursor.sized().toString('utf8'), cursor.sized()))
    const sync = Buffer.from(cursor.take(16))
    const codec = details.get('avro.codec')?.toString('utf8') ?? 'null'
    if (codecs[this.#format]?.includes(codec) !== true) throw this.#unknownCodec(codec)
    let schema: unknown
    try {
      schema = JSON.parse(details.get('avro.schema')?.toString('utf8') ?? '')
    } catch {
      // The parser's own message would quote the blob.
      throw new AvroFormatError('its schema is not JSON')
    }
    this.#logicalFields = logicalFields(schema)
    return { codec, sync, read: avroReader(schema, this.#format !== 'avro') }
  }

  #readBlock(cursor: AvroCursor, header: Header): void {
    const count = cursor.count()
    const size = cursor.count()
    if (count < 0 || size < 0 || size > maximumBlock)
      throw new AvroFormatError('one of its blocks is longer than 256 MB')
    this.#needed = cursor.position + size + header.sync.length
    const packed = cursor.take(size)
    if (!cursor.take(header.sync.length).equals(header.sync))
      throw new AvroFormatError('one of its blocks does not end where it should')
    this.#readValues(unpack(packed, header.codec), count, header.read)
    this.#blocks++
  }

  #readValues(bytes: Buffer, count: number, read: AvroReader): void {
    const cursor = new AvroCursor(bytes)
    // A value without bytes says nothing, and a block could claim any number of them.
    if (count > bytes.length) throw new AvroFormatError('one of its blocks has fewer values than it says')
    let text = ''
    try {
      for (let index = 0; index < count; index++) {
        const value = read(cursor)
        // A character takes at most three bytes of UTF-8.
        this.#longest = Math.max(this.#longest, value.length * 3)
        this.#records++
        text += `${value}\n`
        if (text.length < pieceLength) continue
        this.#out.push(Buffer.from(text))
        text = ''
      }
    } catch (error) {
      throw error instanceof AvroEndError ? new AvroFormatError('a value runs past its block') : error
    }
    if (cursor.remaining > 0) throw new AvroFormatError('one of its blocks has more values than it says')
    if (text !== '') this.#out.push(Buffer.from(text))
  }

  #guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof AvroFormatError) throw this.#wrong(error.message)
      // A recursive schema can nest deeper than the stack.
      if (error instanceof RangeError) throw this.#wrong('its values are nested too deeply')
      throw error
    }
  }

  #unknownCodec(codec: string): KustoError {
    const isKnownElsewhere = codecs['apacheavro']?.includes(codec) === true
    const next = isKnownElsewhere
      ? 'send it as apacheavro'
      : `${this.#format} supports ${codecs[this.#format]?.join(', ')}`
    const message = `The blob is compressed with ${codec}, which ${this.#format} does not support; ${next}.`
    return new KustoError('BadRequest_InvalidBlob', message)
  }

  #wrong(what: string): KustoError {
    const where = this.#header === undefined ? '' : ` at block ${this.#blocks + 1}`
    return new KustoError('BadRequest_InvalidBlob', `The blob is not valid ${this.#format}${where}: ${what}.`)
  }
}

function unpack(packed: Buffer, codec: string): Buffer {
  if (codec === 'null') return packed
  try {
    if (codec === 'deflate') return inflateRawSync(packed, { maxOutputLength: maximumBlock })
    // Four bytes of checksum follow.
    return Buffer.from(unpackSnappy(packed.subarray(0, Math.max(0, packed.length - 4)), maximumBlock).buffer)
  } catch {
    // The unpacker's own message helps nobody.
    throw new AvroFormatError('one of its blocks cannot be unpacked')
  }
}
