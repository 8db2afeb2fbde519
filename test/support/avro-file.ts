import avro, { type Schema } from 'avsc'

/** Writes an Avro container with a library other than the one under test. A union that
 * has two kinds of numbers is given as `{branch: value}`. */
export async function avroFile(
  schema: object,
  values: readonly unknown[],
  options: { readonly codec?: string; readonly blockSize?: number } = {},
): Promise<Buffer> {
  const encoder = new avro.streams.BlockEncoder(schema as Schema, {
    codec: 'null',
    writeHeader: 'always',
    ...options,
  })
  const chunks: Buffer[] = []
  encoder.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    encoder.once('end', resolve)
    encoder.once('error', reject)
  })
  for (const value of values) encoder.write(value)
  encoder.end()
  await ended
  return Buffer.concat(chunks)
}

/** A container with one block of `count` values that is given as it is, right or wrong. */
export function avroFileOf(schema: string, count: number, block: Buffer, codec = 'null'): Buffer {
  const long = avro.Type.forSchema('long')
  const meta = avro.Type.forSchema({ type: 'map', values: 'bytes' })
  const sync = Buffer.alloc(16, 7)
  return Buffer.concat([
    Buffer.from('Obj\u0001', 'latin1'),
    meta.toBuffer({ 'avro.codec': Buffer.from(codec), 'avro.schema': Buffer.from(schema) }),
    sync,
    long.toBuffer(count),
    long.toBuffer(block.length),
    block,
    sync,
  ])
}
