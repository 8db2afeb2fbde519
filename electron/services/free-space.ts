import { statfs } from 'node:fs/promises'

/** How much room a disk has, in bytes. */
export interface DiskSpace {
  readonly free: number
  readonly total: number
}

/** The room on the disk with this folder; undefined if the system does not say. */
export async function spaceAt(folder: string): Promise<DiskSpace | undefined> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { free: bavail * bsize, total: blocks * bsize }
  } catch {
    // The folder is gone, or its file system cannot tell.
    return undefined
  }
}
