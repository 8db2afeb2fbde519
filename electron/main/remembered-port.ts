import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const portSchema = z.object({ port: z.number().int().min(1024).max(65_535) })

/** The port written last; 0 (any) if there is none. */
export function readPort(path: string): number {
  try {
    return portSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).port
  } catch {
    // A first start, or a damaged file: any port will do.
    return 0
  }
}

/** Remembers a port for the next start. */
export function writePort(path: string, port: number): void {
  writeFileSync(path, JSON.stringify({ port }), { mode: 0o600 })
}

/** Forgets the port, because another program has it now. */
export function forgetPort(path: string): void {
  rmSync(path, { force: true })
}
