import { watch } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-paths.mjs'

/** Quiet time after a change before it counts: editors and branch switches write many files. */
const settleMs = 300

/** @returns {{ readonly signal: AbortSignal }} a signal that is aborted once sources have changed */
export function watchSources() {
  const controller = new AbortController()
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const watchers = ['electron', 'renderer'].map((folder) =>
    watch(join(projectRoot, folder), { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        for (const watcher of watchers) watcher.close()
        controller.abort()
      }, settleMs)
    }),
  )
  return { signal: controller.signal }
}
