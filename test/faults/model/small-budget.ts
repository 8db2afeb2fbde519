import type { PieceBudget } from '../../../electron/services/jobs/upload/piece-budget'

/** Bytes of a buffer; no file of the model is larger. */
const smallBytes = 65_536

/** The real budget with buffers that are no work for the garbage collector, thousands of studios long. */
export function withSmallBuffers(real: typeof PieceBudget): typeof PieceBudget {
  return class extends real {
    override async takeBuffer(): Promise<Buffer> {
      return await Promise.resolve(Buffer.allocUnsafeSlow(smallBytes))
    }

    override giveBuffer(): void {
      // Left to the garbage collector: a dead studio gives none back.
    }
  }
}
