import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { systemClock } from '../services/clock'
import type { Clock } from '../domain/concurrency/clock'
import { StudioError } from '../domain/studio-error'
import type { WriteLog } from '../services/logger'

const https = z.string().refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:')
const short = z.string().min(1).max(400)

/** Where newer versions are, in the words of electron-updater. */
const updateSourceSchema = z.discriminatedUnion('provider', [
  z.strictObject({ provider: z.literal('generic'), url: https, channel: short.optional() }),
  z.strictObject({ provider: z.literal('github'), owner: short, repo: short }),
  z.strictObject({
    provider: z.literal('gitlab'),
    projectId: z.union([short, z.number()]),
    host: short.optional(),
  }),
  z.strictObject({
    provider: z.literal('s3'),
    bucket: short,
    region: short.optional(),
    path: short.optional(),
  }),
])
export type UpdateSource = z.output<typeof updateSourceSchema>

/** What this module needs of electron-updater. */
export interface Updater {
  /** The newer version; null if there is none. */
  check(): Promise<string | null>
  download(): Promise<void>
  /** Ends the studio and starts the new version. */
  install(): void
}

/** A message with buttons; resolves to the index of the one that was pressed. */
export type AskAboutUpdate = (question: {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
}) => Promise<number>

interface UpdatesOptions {
  readonly version: string
  readonly home: string
  /** Where a packaged studio keeps the source that it was built with; undefined when it runs from source. */
  readonly resources: string | undefined
  /** @param source Null for the one that the studio was built with. */
  readonly open: (source: UpdateSource | null) => Promise<Updater>
  readonly ask: AskAboutUpdate
  readonly log: WriteLog
  readonly clock?: Clock
}

const firstCheckMs = 60_000
const everyMs = 24 * 3_600_000

/**
 * Looks for newer versions, if it was told where: in `updates.json` in the home folder, or when the studio was built.
 * Without that, nobody is asked. Nothing is downloaded or installed before the user says so.
 */
export class Updates {
  readonly #options: UpdatesOptions
  readonly #file: string
  #isBusy = false

  constructor(options: UpdatesOptions) {
    this.#options = options
    this.#file = join(options.home, 'updates.json')
  }

  /** Checks now and then, if there is a place to ask. */
  start(): void {
    const { clock = systemClock, log } = this.#options
    const later = (ms: number): void => {
      clock.after(ms, () => {
        later(everyMs)
        this.#check(false).catch((error: unknown) => log('updates', 'The check failed', error))
      })
    }
    later(firstCheckMs)
  }

  /** Checks because the user wants to know, and tells whatever comes out. */
  async checkNow(): Promise<void> {
    const { ask, log } = this.#options
    try {
      await this.#check(true)
    } catch (error) {
      log('updates', 'The check failed', error)
      const isExpected = error instanceof StudioError
      const next = isExpected ? error.nextStep : 'Check the connection to the network, then try again.'
      const message = isExpected
        ? error.message
        : 'The studio could not find out whether there is a newer version.'
      await ask({ message, detail: `${next ?? ''} The log says more.`, buttons: ['Close'] })
    }
  }

  async #check(isAsked: boolean): Promise<void> {
    const { ask, open, resources, version } = this.#options
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      const source = resources === undefined ? 'off' : this.#source(resources)
      if (source === 'off') {
        if (isAsked)
          await ask({ message: 'Updates are off.', detail: this.#howToTurnOn(), buttons: ['Close'] })
        return
      }
      const updater = await open(source)
      const newer = await updater.check()
      if (newer === null) {
        if (isAsked)
          await ask({ message: `Version ${version} is the newest.`, detail: '', buttons: ['Close'] })
        return
      }
      const download = await ask({
        message: `Version ${newer} is there. You have ${version}.`,
        detail: 'Ingestions go on while it is downloaded.',
        buttons: ['Download', 'Later'],
      })
      if (download !== 0) return
      await updater.download()
      const install = await ask({
        message: `Version ${newer} was downloaded.`,
        detail: 'The studio starts again with it. Open ingestions continue then.',
        buttons: ['Start again now', 'Later'],
      })
      if (install === 0) updater.install()
    } finally {
      this.#isBusy = false
    }
  }

  /** @throws StudioError `RequestInvalid` if the file does not say where to look. */
  #source(resources: string): UpdateSource | null | 'off' {
    if (existsSync(this.#file)) {
      try {
        return updateSourceSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
      } catch (cause) {
        throw new StudioError('RequestInvalid', `“${this.#file}” does not say where newer versions are.`, {
          nextStep: this.#howToTurnOn(),
          cause,
        })
      }
    }
    return existsSync(join(resources, 'app-update.yml')) ? null : 'off'
  }

  #howToTurnOn(): string {
    const example = '{ "provider": "generic", "url": "https://example.com/studio" }'
    return this.#options.resources === undefined
      ? 'The studio runs from source: update it with git.'
      : `To turn them on, write where releases are into “${this.#file}”, for example ${example}. The provider can also be github, gitlab or s3.`
  }
}
