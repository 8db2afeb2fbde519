import { open } from 'node:fs/promises'
import { spanOf, type ExtentChunk, type ExtentFiles } from './azurite-blob-spans'
import type { LokiCollections } from './azurite-tuning'
import type { FileSpan } from './file-spans'

/** How Azurite 3.35 lists a message; its text is in one of its extent files. */
interface MessageDocument {
  readonly messageId: string
  readonly persistency: ExtentChunk
  timeNextVisible: number | string | Date
}

/** Internals of a queue server that Azurite does not declare. */
export interface QueueServerParts extends ExtentFiles {
  readonly metadataStore: {
    readonly db?: LokiCollections
    deleteMessage(account: string, queue: string, messageId: string, popReceipt: string): Promise<void>
  }
}

/** A queue of an account. */
interface Queue {
  readonly account: string
  readonly queue: string
}

/**
 * Lets the messages of a queue be taken again that are hidden now, for example by a process that was killed. Returns the
 * ids of all that are in it.
 */
export function releaseMessages(server: QueueServerParts, queue: Queue): string[] {
  const now = Date.now()
  const messages = messagesOf(server)
  return find(server, queue).map((message) => {
    if (Number(message.timeNextVisible) > now) {
      message.timeNextVisible = now
      messages?.update(message)
    }
    return message.messageId
  })
}

/**
 * Deletes a message, and before that its text, which names blobs with their SAS or key: Azurite itself would keep it
 * on disk, maybe until the next start. After a kill in between, there is a blank message.
 *
 * @throws Error if the message is gone or someone else has taken it since.
 */
export async function deleteMessage(
  server: QueueServerParts,
  { account, queue }: Queue,
  taken: { readonly messageId: string; readonly popReceipt: string },
): Promise<void> {
  const [message] = find(server, { account, queue }, taken.messageId)
  if (message !== undefined) await blank(await spanOf(server, message.persistency))
  await server.metadataStore.deleteMessage(account, queue, taken.messageId, taken.popReceipt)
}

/** Writes spaces over a text on disk. */
async function blank(span: FileSpan | undefined): Promise<void> {
  if (span === undefined) return
  const file = await open(span.path, 'r+')
  try {
    await file.write(Buffer.alloc(span.count, ' '), 0, span.count, span.offset)
  } finally {
    await file.close()
  }
}

function messagesOf(
  server: QueueServerParts,
): NonNullable<LokiCollections['collections']>[number] | undefined {
  return server.metadataStore.db?.collections?.find(({ name }) => name === '$MESSAGES_COLLECTION$')
}

function find(server: QueueServerParts, { account, queue }: Queue, messageId?: string): MessageDocument[] {
  // LokiJS uses the index of the first field.
  const query = {
    ...(messageId === undefined ? {} : { messageId }),
    accountName: account,
    queueName: queue,
  }
  return (messagesOf(server)?.find(query) ?? []) as MessageDocument[]
}
