import { watch } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-paths.mjs'
import { say } from './say.mjs'

/** How long to wait after a change: editors and branch switches write many files. */
const settleMs = 150

/**
 * Calls back after sources have changed, one call at a time. Changes during a call lead to another one.
 *
 * @param {() => Promise<void>} onChange if it throws, the error is printed and watching continues
 * @returns {{ close(): void }}
 */
export function watchSources(onChange) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  let isBusy = false
  const run = async () => {
    if (isBusy) return schedule()
    isBusy = true
    await onChange().catch((error) => say(error instanceof Error ? error.message : String(error)))
    isBusy = false
  }
  const schedule = () => {
    clearTimeout(timer)
    timer = setTimeout(run, settleMs)
  }
  const watchers = ['electron', 'renderer'].map((folder) =>
    watch(join(projectRoot, folder), { recursive: true }, schedule),
  )
  return {
    close: () => {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}
