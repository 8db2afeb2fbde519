import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import type { Check, Finding } from '../../electron/domain/schema/inspection'
import { InspectionUnderTest, targetOf } from './inspection-under-test'

/** One inspector for all tests of a file, and a folder for what it looks into; both are gone after the last of them. */
export async function sharedInspection(): Promise<{
  readonly inspection: InspectionUnderTest
  readonly folder: string
  /** Writes a file into the folder and returns its path. */
  file(name: string, content: string | Buffer): string
  /** Checks the whole of a file, against columns like `id:long, at:datetime` if there are any. */
  checked(path: string, schema?: string): Promise<Check>
}> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-inspection-'))
  const inspection = await InspectionUnderTest.start()
  afterAll(async () => {
    await inspection.service.end()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    inspection,
    folder,
    file(name, content) {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    async checked(path, schema) {
      const look = await inspection.look(path, schema === undefined ? null : targetOf(schema))
      expect(look.problem).toBeNull()
      const check = await inspection.check(look.lookId)
      expect(check.error).toBeNull()
      return check
    },
  }
}

/** A finding in one line. */
export const summary = ({ kind, effect, column, count }: Finding): string =>
  `${kind} ${effect} ${column ?? '-'} ${count}`
