import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** The official SDK that the scripts are run with. */
const version = '6.0.4'

/** A Python that has the official Kusto SDK, or why there is none. */
export type PythonWithKusto =
  { readonly executable: string } | { readonly executable: undefined; readonly why: string }

/** Makes an environment of its own for Python, once, and puts the SDK into it. Needs Python 3 and a way to PyPI. */
export async function pythonWithKusto(): Promise<PythonWithKusto> {
  const folder = resolve('node_modules/.cache', `python-kusto-${version}`)
  const executable = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const works = async (): Promise<boolean> =>
    existsSync(executable) &&
    (await run(executable, ['-c', 'import azure.kusto.ingest']).then(
      () => true,
      () => false,
    ))
  try {
    if (await works()) return { executable }
    await run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder], {
      timeout: 60_000,
    })
    await run(executable, ['-m', 'pip', 'install', '--quiet', `azure-kusto-ingest==${version}`], {
      timeout: 180_000,
    })
    return { executable }
  } catch (error) {
    const [line = 'it does not start'] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { executable: undefined, why: `no Python with the Kusto SDK: ${line}` }
  }
}
