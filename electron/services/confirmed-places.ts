import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Mutex } from '../domain/concurrency/mutex'
import { writeFileAtomic } from './atomic-file'

/** Clusters that the user agreed to connect to, and applications to sign in as. The page has no say in it. */
export interface ConfirmedPlaces {
  has(place: string): Promise<boolean>
  add(place: string): Promise<void>
}

const fileSchema = z.object({ version: z.literal(1), places: z.array(z.string()) })

/** Keeps them in `confirmed.json` in the home folder. If that cannot be read, the user is asked again. */
export function createConfirmedPlaces(homeFolder: string): ConfirmedPlaces {
  const path = join(homeFolder, 'confirmed.json')
  const changing = new Mutex()
  const read = async (): Promise<readonly string[]> => {
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).places
    } catch {
      // Missing or damaged.
      return []
    }
  }
  return {
    has: async (place) => (await read()).includes(place),
    add: (place) =>
      changing.run(async () => {
        const places = [...new Set([...(await read()), place])]
        await writeFileAtomic(path, `${JSON.stringify({ version: 1, places }, null, 2)}\n`)
      }),
  }
}
