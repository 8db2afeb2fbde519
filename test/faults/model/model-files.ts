import { presentWorld } from './model-world'

interface ModelFile {
  content: Buffer
  modifiedAt: number
}

/** The disk of a seed: survives the death of the process. */
export class ModelDisk {
  readonly #files = new Map<string, ModelFile>()

  write(path: string, content: Buffer | string, modifiedAt = 1000): void {
    this.#files.set(path, { content: Buffer.from(content), modifiedAt })
  }

  file(path: string): ModelFile {
    const file = this.#files.get(path)
    if (file !== undefined) return file
    throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' })
  }

  remove(path: string): void {
    this.#files.delete(path)
  }

  list(folder: string): string[] {
    const prefix = `${folder}/`
    return [...this.#files.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length))
  }
}

/** The disk that the stand-in of `node:fs/promises` reads. */
export const disk: { present: ModelDisk } = { present: new ModelDisk() }

/** Opening takes a moment, so that something else can come between; what follows is at once. */
async function open(path: string, flags: unknown): Promise<object> {
  const isWritten = flags === 'w'
  return await presentWorld().call(`open ${path}`, {
    work: () => {
      if (isWritten) disk.present.write(path, '')
      disk.present.file(path)
      return handle(path)
    },
  })
}

function handle(path: string): object {
  return {
    stat: async () => {
      const { content, modifiedAt } = disk.present.file(path)
      return await Promise.resolve({ isFile: () => true, size: content.length, mtimeMs: modifiedAt })
    },
    read: async (buffer: Buffer, offset: number, length: number, position: number) => {
      const { content } = disk.present.file(path)
      const bytesRead = content.copy(buffer, offset, position, Math.min(position + length, content.length))
      return await Promise.resolve({ bytesRead, buffer })
    },
    writeFile: async (text: string) => {
      await presentWorld().call(`write ${path}`, { work: () => disk.present.write(path, text) })
    },
    datasync: async () => await Promise.resolve(),
    close: async () => await Promise.resolve(),
  }
}

/** Stands for the promises of `node:fs` in the engine under test. */
export const modelFilePromises = {
  open,
  stat: async (path: string): Promise<object> => {
    const { content, modifiedAt } = disk.present.file(path)
    return await Promise.resolve({ size: content.length, mtimeMs: modifiedAt })
  },
  mkdir: async (): Promise<void> => await Promise.resolve(),
  readdir: async (folder: string): Promise<string[]> => await Promise.resolve(disk.present.list(folder)),
  rm: async (path: string): Promise<void> => await Promise.resolve(disk.present.remove(path)),
}
