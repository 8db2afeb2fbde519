import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { anyCase } from '../messages/any-case'
import type { OperationItem } from '../engine/queued-operations'
import { KustoError } from '../answers/kusto-error'
import { flag, propertyShape, readProperties, statedSize } from '../messages/ingestion-properties'

/** Most blobs in one request (documents: queued ingestion via REST API). */
export const maximumBlobs = 20

const request = anyCase({
  blobs: z
    .array(
      anyCase({
        url: z.string().min(1),
        sourceId: z.string().max(200).nullish(),
        rawSize: statedSize,
      }),
    )
    .min(1)
    .max(maximumBlobs),
  properties: anyCase({
    ...propertyShape,
    format: z.string().min(1),
    enableTracking: flag,
    skipBatching: flag,
    deleteAfterDownload: flag,
  }),
})

/** A queued ingestion API request, as the items it becomes. */
interface QueuedRequest {
  readonly isTracked: boolean
  readonly items: readonly OperationItem[]
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const none = { table: false, queue: false }

/**
 * Reads the body of a queued ingestion API request (documents: queued ingestion via REST API). A blob whose source id
 * is a GUID, which clients make up, becomes an item with that id and lands once, however often it is posted. Other
 * source ids are names that may come again for other data.
 *
 * @throws KustoError `General_BadRequest`, saying what is wrong.
 */
export function parseQueuedRequest(
  body: unknown,
  target: { readonly database: string; readonly table: string },
): QueuedRequest {
  const parsed = request.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') ?? ''
    throw new KustoError('General_BadRequest', `The request’s '${where}' is wrong: ${issue?.message ?? ''}.`)
  }
  const { blobs, properties } = parsed.data
  const ids = blobs.flatMap(({ sourceId }) => (sourceId ? [sourceId.toLowerCase()] : []))
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  if (repeated !== undefined) {
    throw new KustoError('General_BadRequest', `The source id '${repeated}' is given to more than one blob.`)
  }
  const read = readProperties(properties)
  const items = blobs.map(({ url, sourceId, rawSize }): OperationItem => {
    const id = sourceId && guid.test(sourceId) ? sourceId.toLowerCase() : randomUUID()
    const message = {
      id,
      blobPath: url,
      rawDataSizeBytes: rawSize,
      ...target,
      flushImmediately: properties.skipBatching,
      deleteBlob: properties.deleteAfterDownload,
      ...read,
      // Senders who want to know ask for the operation.
      reportFailure: none,
      reportSuccess: none,
      statusEntity: undefined,
    }
    return { sourceId: sourceId ?? '', message }
  })
  return { isTracked: properties.enableTracking, items }
}
