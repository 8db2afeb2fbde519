import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { ContainerClient } from '@azure/storage-blob'
import { CompressionType, StreamDescriptor } from 'azure-kusto-ingest'
import { rows } from './cluster-under-test'
import { contents, type FileName } from './readings'

/** A file as a stream, which says of itself whether it is compressed. */
export function streamOf(file: FileName): StreamDescriptor {
  const compression = file.endsWith('.gz') ? CompressionType.GZIP : CompressionType.None
  return new StreamDescriptor(Readable.from([contents[file]]), null, compression)
}

/** Uploads a file to a container that the cluster gives to its clients; returns the blob's URI with the SAS. */
export async function uploadFile(file: FileName): Promise<string> {
  return uploadText(file, contents[file])
}

/** The same for any content. */
export async function uploadText(name: string, content: string | Buffer): Promise<string> {
  const root = (await rows('.show export containers'))[0]?.['StorageRoot']
  if (typeof root !== 'string') throw new Error('The cluster gives no container')
  const blob = new ContainerClient(root).getBlockBlobClient(`${randomUUID()}-${name}`)
  await blob.uploadData(Buffer.from(content))
  return blob.url
}
