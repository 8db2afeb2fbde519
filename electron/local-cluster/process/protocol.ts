import { z } from 'zod'

/** What the parent asks of the child process. The first message starts the cluster; later ones close it. */
export const parentMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    options: z.object({
      port: z.number().int().min(0).max(65_535).optional(),
      /** Absent: in memory. */
      dataDir: z.string().min(1).optional(),
      databases: z.array(z.string().min(1)).min(1).optional(),
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
  /** The cluster could not start; the process ends. `code`: `FolderInUse`, `PortInUse` or `Failed`. */
  z.object({
    kind: z.literal('failed'),
    code: z.enum(['FolderInUse', 'PortInUse', 'Failed']),
    message: z.string(),
  }),
  /** A line for the log, without secrets. */
  z.object({ kind: z.literal('log'), line: z.string() }),
  z.object({ kind: z.literal('closed') }),
])

/** A checked message of the parent. */
export type ParentMessage = z.infer<typeof parentMessage>
/** A checked message of the child. */
export type ChildMessage = z.infer<typeof childMessage>

/** Exit code of a process whose engine broke for good: start another one, its data is whole. */
export const engineBrokenExitCode = 70
