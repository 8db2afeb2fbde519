import type { JobSnapshot } from '../../../electron/domain/schema/job'
import { StudioError } from '../../../electron/domain/studio-error'
import { disk, ModelDisk } from './model-files'
import { findFaults, findJournalFaults } from './model-oracles'
import { ModelService } from './model-service'
import { makeSources, type ModelJob } from './model-sources'
import { ModelStorage, storage } from './model-storage'
import { ModelStudio } from './model-studio'
import { ModelWorld, stage } from './model-world'
import type { Interruption, Scenario } from './scenario'
import { illegalMoves } from './transition-watch'

const hour = 3_600_000

/** One scenario from its beginning to its end. */
export class ModelRun {
  readonly scenario: Scenario
  readonly world: ModelWorld
  readonly service: ModelService
  readonly storage: ModelStorage
  readonly disk = new ModelDisk()
  readonly studio: ModelStudio
  readonly jobs: ModelJob[]
  #isAway = false
  #looksAt = 0
  #touched = false

  constructor(scenario: Scenario) {
    this.scenario = scenario
    this.world = new ModelWorld(scenario.seed, (point) => this.#atPoint(point))
    this.service = new ModelService(this.world, () => this.storage, {
      ...scenario,
      isCounted: scenario.jobs.every(({ sources }) =>
        sources.every(({ kind }) => kind === 'csv' || kind === 'json' || kind === 'paste'),
      ),
    })
    this.storage = new ModelStorage(scenario, (message) => this.service.take(message))
    this.studio = new ModelStudio(this.world, this.service, this.disk, scenario.targetBytes)
    this.jobs = scenario.jobs.map((job, index) => ({
      scenario: job,
      sources: makeSources(job, index, this.disk, this.storage),
      jobId: undefined,
    }))
  }

  /** Whether a file was changed under way: what is in the table may then be short, not wrong. */
  get isTouched(): boolean {
    return this.#touched
  }

  /** Plays the scenario. Returns what is wrong in the end; nothing when all is well. */
  async play(): Promise<string[]> {
    stage.world = this.world
    storage.present = this.storage
    disk.present = this.disk
    illegalMoves.length = 0
    const random = Math.random
    Math.random = this.world.random
    try {
      this.studio.start()
      for (const job of this.jobs) this.#startJob(job)
      const faults = await this.#rest()
      if (faults.length > 0) return faults
      this.#finalActions()
      return [...(await this.#rest()), ...findJournalFaults(this, this.snapshots())]
    } finally {
      Math.random = random
      this.studio.dispose()
      stage.world = undefined
    }
  }

  async #rest(): Promise<string[]> {
    const { time } = this.world
    const end = time.now + 4 * hour
    do {
      this.#looksAt = 0
      if (!(await time.run(end, () => this.#isAtRest())) && !this.#looksAtRest())
        return [`Nothing comes to rest: ${this.#states()}`]
      // Whatever is looked for slowly has this long to be seen.
      await time.run(time.now + 150_000, () => false)
    } while (!this.#looksAtRest())
    const snapshots = this.snapshots()
    return [...illegalMoves, ...this.studio.surprises, ...findFaults(this, snapshots)]
  }

  snapshots(): JobSnapshot[] {
    return this.studio.jobs?.list({ limit: 100 }) ?? []
  }

  #states(): string {
    return JSON.stringify(this.snapshots().map(({ sources }) => sources.map(({ state }) => state.kind)))
  }

  #isAtRest(): boolean {
    // Looking at the list is dear, and rest lasts.
    if (this.world.time.now < this.#looksAt) return false
    this.#looksAt = this.world.time.now + 1000
    return this.#looksAtRest()
  }

  #looksAtRest(): boolean {
    if (this.#isAway || this.service.waiting > 0 || this.studio.jobs === undefined) return false
    const moving = ['preparing', 'uploading', 'posting', 'queued']
    const { jobs } = this.studio
    const isPending = new Set<string>()
    for (const { jobId } of this.jobs) {
      if (jobId === undefined) return false
      for (const { state } of jobs.sources({ jobId, offset: 0, limit: 100 })) {
        if (moving.includes(state.kind)) return false
        if (state.kind === 'pending') isPending.add(jobId)
      }
    }
    if (isPending.size === 0) return true
    return this.snapshots().every(({ jobId, status }) => !isPending.has(jobId) || status === 'paused')
  }

  #startJob(job: ModelJob): void {
    const { jobs } = this.studio
    if (jobs === undefined) return
    const { isTagged } = job.scenario
    const request = {
      database: 'Model',
      table: 'Rows',
      sources: job.sources.map(({ request: source }) => source),
      tagged: isTagged,
    }
    const { process } = this.world
    this.#act(`start job ${this.jobs.indexOf(job)}`, async () => {
      try {
        const { jobId } = await jobs.start(request)
        // A dead process answers nobody.
        if (!process.isDead) job.jobId = jobId
      } catch (error) {
        if (process.isDead) return
        // Nothing was begun; the user does it again.
        this.world.time.after(1000, () => this.#startJob(job))
        throw error
      }
    })
  }

  /** Something that the user does; it may be refused, with a reason. */
  #act(what: string, work: () => Promise<unknown>): void {
    const { process } = this.world
    this.world.note(`the user: ${what}`)
    work().then(
      () => this.world.note(process.isDead ? `no answer: ${what}` : `done: ${what}`),
      (error: unknown) => {
        if (process.isDead) return
        this.world.note(`refused: ${what}: ${String(error)}`)
        if (!(error instanceof StudioError)) this.studio.surprises.push(`${what}: ${String(error)}`)
      },
    )
  }

  #atPoint(point: number): void {
    for (const interruption of this.scenario.interruptions) {
      if (interruption.point !== point) continue
      if (interruption.what === 'kill' || interruption.what === 'killAndForgetBlobs') this.#kill(interruption)
      else this.world.time.after(0, () => this.#interrupt(interruption))
    }
  }

  #kill({ what, awayMs }: Interruption): void {
    if (this.world.process.isDead) return
    this.studio.kill()
    // Only the local cluster dies with the studio; the cloud's storage forgets nothing.
    if (what === 'killAndForgetBlobs' && this.scenario.deduplicates) this.#forgetBlobs()
    this.#comeBack(awayMs)
  }

  #forgetBlobs(): void {
    const ours = [...this.storage.blobs.keys()].filter((path) => !path.startsWith('/data/'))
    for (const path of ours) if (this.world.random() < 0.5) this.storage.blobs.delete(path)
    this.world.note('storage has forgotten blobs')
  }

  #comeBack(awayMs: number): void {
    this.#isAway = true
    this.world.time.after(awayMs, () => {
      this.#isAway = false
      this.studio.start()
      // The user finds in the list what was begun; what is not there is begun again.
      const known = new Set(this.snapshots().map(({ jobId }) => jobId))
      for (const job of this.jobs) {
        if (job.jobId !== undefined) continue
        job.jobId = [...known].find((jobId) => this.#isJob(jobId, job))
        if (job.jobId === undefined) this.#startJob(job)
      }
    })
  }

  /** Whether a job of the list is this one: they differ in what their sources hold, so in their names. */
  #isJob(jobId: string, job: ModelJob): boolean {
    if (this.jobs.some((other) => other.jobId === jobId)) return false
    const snapshot = this.snapshots().find((candidate) => candidate.jobId === jobId)
    const index = this.jobs.indexOf(job)
    return (
      snapshot?.sources.some(({ location, name }) => isOfJob(location, index) || isOfJob(name, index)) ===
      true
    )
  }

  #interrupt({ what, awayMs, point }: Interruption): void {
    const { jobs } = this.studio
    const job = this.jobs[point % this.jobs.length]
    const jobId = job?.jobId
    if (jobs === undefined || job === undefined || this.#isAway) return
    if (what === 'close') {
      this.#isAway = true
      this.world.note('the user closes the studio')
      const { process } = this.world
      void jobs.close().then(() => {
        // Killed while it was closing: it comes back by that.
        if (process.isDead) return
        this.studio.kill()
        this.#comeBack(awayMs)
      })
      return
    }
    if (what === 'touchFile') return this.#touch(job, point)
    if (what === 'setTimeBack' || what === 'setTimeAhead') {
      const by = what === 'setTimeBack' ? -2 * hour : [2 * hour, 30 * 24 * hour][point % 2]
      this.world.time.setTime(by ?? 0)
      this.world.note(`the time is set by ${by} ms`)
      return
    }
    if (jobId === undefined) return
    const sourceIds = (): string[] => {
      const { sources } = this.snapshots().find((snapshot) => snapshot.jobId === jobId) ?? { sources: [] }
      const chosen = sources[point % Math.max(sources.length, 1)]
      return chosen === undefined ? [] : [chosen.sourceId]
    }
    const actions: Readonly<Record<string, () => Promise<unknown>>> = {
      pause: async () => await jobs.pause(jobId),
      resume: async () => await jobs.resume(jobId),
      cancel: async () => await jobs.cancel({ jobId }),
      cancelOne: async () => await jobs.cancel({ jobId, sourceIds: sourceIds() }),
      retry: async () => await jobs.retry({ jobId }),
      checkAgain: async () => await jobs.checkAgain(jobId),
      reorder: async () => await Promise.resolve(jobs.move({ jobId, before: null })),
      undo: async () => await jobs.undo(jobId),
    }
    const action = actions[what]
    if (action !== undefined) this.#act(what, action)
  }

  #touch(job: ModelJob, point: number): void {
    const { path } = job.sources[point % job.sources.length] ?? {}
    if (path === undefined) return
    const { content } = this.disk.file(path)
    this.disk.write(path, content, point + 5000)
    this.#touched = true
    this.world.note(`${path} is touched`)
  }

  /** What a user does who wants it all to be done, and then perhaps away again. */
  #finalActions(): void {
    const { jobs } = this.studio
    if (jobs === undefined) return
    for (const job of this.jobs) {
      const { jobId } = job
      if (jobId === undefined) continue
      const act = async (): Promise<void> => {
        const snapshot = this.snapshots().find((candidate) => candidate.jobId === jobId)
        if (snapshot === undefined) return
        if (this.scenario.undoesAtEnd && snapshot.undo === 'possible') {
          await jobs.undo(jobId)
          return
        }
        if (snapshot.status === 'paused') await jobs.resume(jobId)
        for (const [index, source] of snapshot.sources.entries()) {
          const request = job.sources[index]?.request
          if (source.state.kind !== 'failed' || source.state.error.code !== 'SasNeeded') continue
          if (request?.kind === 'blob' && 'uri' in request) {
            await jobs.provideBlobUri({ jobId, sourceId: source.sourceId, uri: request.uri })
          }
        }
        await jobs.retry({ jobId })
      }
      this.#act('finish', act)
    }
  }
}

/** @param name Of one of its sources, or a path to it. */
function isOfJob(name: string, index: number): boolean {
  return new RegExp(`\\bj${index}s`).test(name)
}
