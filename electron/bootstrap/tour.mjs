import { runProcess } from './run-process.mjs'
import { projectRoot } from './project-paths.mjs'
import { prepareElectron } from './electron-launch.mjs'

/**
 * The guided tour: the studio's main job in the real window, with screenshots.
 *
 * @returns {Promise<number>} the exit code; 0 if every step ended as it should
 */
export async function runTour() {
  const host = await prepareElectron({ display: 'virtual' })
  try {
    await runProcess(process.execPath, ['--import', 'tsx', 'test/tour/tour.ts'], {
      cwd: projectRoot,
      env: {
        ...host.env,
        KUSTO_STUDIO_LAUNCH: JSON.stringify({ executable: host.runtime.executable, args: host.args }),
      },
      inheritOutput: true,
    })
    return 0
  } finally {
    host.close()
  }
}
