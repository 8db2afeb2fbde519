import { z } from 'zod'
import { tokenPattern } from '../http/bearer-token'

/** A bearer token, as it may stand in a request. */
export const tokenSchema = z.string().regex(tokenPattern)

/** What the parent tells the child process. The first message starts the cluster; a later one closes it. */
export const parentMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    options: z.object({
      port: z.number().int().min(0).max(65_535).optional(),
      /** Absent: in memory. */
      dataDir: z.string().min(1).optional(),
      databases: z.array(z.string().min(1)).min(1).optional(),
      /** The bearer token that requests must carry. */
      token: tokenSchema.optional(),
      allowLocalBlobs: z.boolean().optional(),
    }),
  }),
  z.object({ kind: z.literal('close') }),
])

/** What the child process tells its parent. */
export const childMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    clusterUri: z.string(),
    dataIngestionUri: z.string(),
    database: z.string(),
  }),
  /** The cluster could not start, and the process ends. `code`: `FolderInUse`, `PortInUse` or `Failed`. */
  z.object({
    kind: z.literal('failed'),
    code: z.enum(['FolderInUse', 'PortInUse', 'Failed']),
    message: z.string(),
  }),
  /** A line for the log, without secrets: of something that went wrong, unless it is a note. */
  z.object({ kind: z.literal('log'), line: z.string(), isNote: z.boolean() }),
  z.object({ kind: z.literal('closed') }),
])

/** A validated message from the parent. */
export type ParentMessage = z.infer<typeof parentMessage>
/** A validated message from the child. */
export type ChildMessage = z.infer<typeof childMessage>

/** Exit code if the engine broke for good. Start another process: the data is intact. */
export const engineBrokenExitCode = 70
