import { join } from 'node:path'
import { build } from '../../electron/bootstrap/build.mjs'
import { outFolder } from '../../electron/bootstrap/project-paths.mjs'
import type { Check, InspectionSource, Look, Target } from '../../electron/domain/schema/inspection'
import type { Reading } from '../../electron/domain/schema/reading'
import { forkInspection, type InspectionProcess } from '../../electron/services/inspection/inspection-process'
import {
  createInspectionService,
  type OwnedInspectionService,
} from '../../electron/services/inspection/inspection-service'

/** The service with its real process; handles are paths. */
export class InspectionUnderTest {
  readonly service: OwnedInspectionService
  /** Lines of its log. */
  readonly lines: string[]
  readonly #processes: InspectionProcess[]

  private constructor(service: OwnedInspectionService, processes: InspectionProcess[], lines: string[]) {
    this.service = service
    this.lines = lines
    this.#processes = processes
  }

  static async start(): Promise<InspectionUnderTest> {
    await build(['inspection'])
    const lines: string[] = []
    const processes: InspectionProcess[] = []
    const start = (): InspectionProcess => {
      const started = forkInspection(join(outFolder, 'inspection', 'entry.cjs'))
      processes.push(started)
      return started
    }
    const log = (scope: string, message: string): unknown => lines.push(`${scope} ${message}`)
    const service = createInspectionService({ start, sources: { pathOf: (handle) => handle }, log })
    return new InspectionUnderTest(service, processes, lines)
  }

  /** How many processes have been started. */
  get starts(): number {
    return this.#processes.length
  }

  /** Ends the process that runs without giving it time for anything. */
  async kill(): Promise<void> {
    const running = this.#processes[this.#processes.length - 1]
    running?.kill()
    await running?.exited
  }

  async look(path: string, target: Target | null = null, reading?: Reading): Promise<Look> {
    return await this.lookAt({ kind: 'file', handle: path }, target, reading)
  }

  async lookAt(source: InspectionSource, target: Target | null, reading?: Reading): Promise<Look> {
    return await this.service.look({ source, target, reading })
  }

  /** Checks a look's source, and waits until that has ended. */
  async check(lookId: string): Promise<Check> {
    return await new Promise((resolve) => {
      const forget = this.service.onChange((check) => {
        if (check.lookId !== lookId || check.status === 'running') return
        forget()
        resolve(check)
      })
      this.service.check(lookId)
    })
  }
}

/** A target of columns `a:long, b:datetime`, by position or name. */
export function targetOf(schema: string): Target {
  const columns = schema.split(',').map((text) => {
    const [name = '', type = ''] = text.trim().split(':')
    return { name, type: type as Target['columns'][number]['type'] }
  })
  return { columns, mapping: null }
}
