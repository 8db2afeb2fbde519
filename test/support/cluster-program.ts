import { join } from 'node:path'
import { build } from '../../electron/bootstrap/build.mjs'
import { outFolder, projectRoot } from '../../electron/bootstrap/project-paths.mjs'

/**
 * The local cluster as a program, for `node`: the bundle that a user runs, which starts four times as fast as the
 * sources. It builds itself first when its sources are newer.
 */
export const clusterProgram = join(projectRoot, 'electron/bootstrap/local-cluster.cjs')

/** The cluster as the window's child process, for `fork`. */
export async function builtClusterChild(): Promise<string> {
  await build(['local-cluster'])
  return join(outFolder, 'local-cluster/entry.cjs')
}
