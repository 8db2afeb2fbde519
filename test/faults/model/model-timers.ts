/** Stands for `node:timers/promises`, whose waits would be real ones: these are of the virtual time. */
export const modelTimers = {
  async setTimeout(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
  },
  async setImmediate(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0))
  },
}
