import { execFile, type ExecFileOptions } from 'node:child_process'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { pythonWithKusto } from '../support/python-with-kusto'

const execute = promisify(execFile)

/** Runs a program of one language that uses its SDK. */
export interface SdkPrograms {
  /**
   * Compiles the program if needed and runs it.
   *
   * @param source The program's text.
   * @param certificate PEM file of a certificate to trust.
   * @returns What it printed, without white space around it.
   * @throws Error with the program's errors when it does not end with 0.
   */
  run(source: string, args: readonly string[], certificate: string): Promise<string>
}

/** The programs of one language, or why they cannot be run here. */
export type Available = { readonly programs: SdkPrograms } | { readonly missing: string }

/** Where compilers leave what they make; kept, so that only the first run waits for downloads. */
const cache = resolve('node_modules/.cache/sdks')
const minutes = 60_000

async function run(command: string, args: readonly string[], options: ExecFileOptions = {}): Promise<string> {
  try {
    const { stdout } = await execute(command, args, {
      timeout: 4 * minutes,
      maxBuffer: 16_000_000,
      ...options,
    })
    return stdout.toString().trim()
  } catch (error) {
    // Node's own message repeats the arguments, in which a SAS may stand.
    const { stderr, message } = error as Error & { readonly stderr?: string }
    throw new Error(stderr === undefined || stderr === '' ? message : stderr, { cause: error })
  }
}

/** Why a step failed that needs a compiler and its registry: the last line that says something. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
}

/** Python 3 with a virtual environment of its own. */
export async function python(): Promise<Available> {
  const found = await pythonWithKusto()
  if (found.executable === undefined) return { missing: found.why }
  const { executable } = found
  return {
    programs: {
      run: (source, args) => run(executable, ['-c', source, ...args], { timeout: minutes }),
    },
  }
}

/** A JDK from 17 on; Maven fetches the SDK. */
export async function java(): Promise<Available> {
  const folder = join(cache, 'java')
  const classPathFile = join(folder, 'class-path')
  await mkdir(folder, { recursive: true })
  await copyFile(resolve('test/sdks/java/pom.xml'), join(folder, 'pom.xml'))
  try {
    await run('javac', ['-version'])
    const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${classPathFile}`]
    await run('mvn', ['-q', '-B', '-f', join(folder, 'pom.xml'), ...goal])
  } catch (error) {
    return { missing: `no Java with the Kusto SDK: ${reason(error)}` }
  }
  const classPath = (await readFile(classPathFile, 'utf8')).trim()
  return {
    programs: {
      run: async (source, args, certificate) => {
        const name = /public class (\w+)/.exec(source)?.[1] ?? 'Main'
        const place = join(folder, name)
        await mkdir(place, { recursive: true })
        await writeFile(join(place, `${name}.java`), source)
        await run('javac', ['-cp', classPath, '-d', place, join(place, `${name}.java`)])
        const trust = await trustStore(certificate)
        const path = [place, classPath].join(delimiter)
        return run('java', [...trust, '-cp', path, name, ...args], { timeout: minutes })
      },
    },
  }
}

/** Options for a virtual machine that trusts a certificate. */
async function trustStore(certificate: string): Promise<string[]> {
  const store = `${certificate}.p12`
  const into = ['-keystore', store, '-storepass', 'changeit', '-storetype', 'PKCS12']
  await run('keytool', ['-importcert', '-noprompt', '-alias', `${Date.now()}`, '-file', certificate, ...into])
  return [`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit']
}

/** Go; its module proxy has the SDK. */
export async function go(): Promise<Available> {
  const folder = join(cache, 'go')
  await mkdir(folder, { recursive: true })
  for (const file of ['go.mod', 'go.sum']) await copyFile(resolve('test/sdks/go', file), join(folder, file))
  try {
    await run('go', ['mod', 'download'], { cwd: folder })
  } catch (error) {
    return { missing: `no Go with the Kusto SDK: ${reason(error)}` }
  }
  return {
    programs: {
      run: async (source, args, certificate) => {
        await writeFile(join(folder, 'main.go'), source)
        const program = join(folder, process.platform === 'win32' ? 'program.exe' : 'program')
        await run('go', ['build', '-buildvcs=false', '-o', program, '.'], { cwd: folder })
        return run(program, args, { timeout: minutes, env: { ...process.env, SSL_CERT_FILE: certificate } })
      },
    },
  }
}
