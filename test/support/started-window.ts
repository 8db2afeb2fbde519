import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { electronHost } from './electron-host'
import { eventually } from './eventually'

/** A start of the studio in the real Electron that may end in a dialog instead of a window. */
export class StartedWindow {
  readonly ended: Promise<number | null>
  readonly #child: ChildProcess
  readonly #folder: string
  #output = ''

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child
    this.#folder = folder
    child.stdout?.on('data', (data: Buffer) => (this.#output += data.toString()))
    this.ended = new Promise((resolve) => child.once('close', resolve))
  }

  /**
   * @param home Named for it, or left to what it finds below its owner's folder.
   * @param chosen What the user picks where a folder is asked for; empty: nothing. One of its own if left out.
   */
  static async start(home: string | { readonly owner: string }, chosen?: string): Promise<StartedWindow> {
    const host = await electronHost()
    const folder = mkdtempSync(join(tmpdir(), 'started-window-'))
    const watch = join(projectRoot, 'test/support/watched-dialogs.cjs')
    const child = spawn(host.executable, ['-r', watch, projectRoot, ...host.args], {
      env: {
        ...host.env,
        ...(typeof home === 'string'
          ? { KUSTO_STUDIO_HOME: home }
          : { KUSTO_STUDIO_HOME: '', HOME: home.owner, USERPROFILE: home.owner }),
        ANSWER_FILE: join(folder, 'answer'),
        CHOSEN_FOLDER: chosen ?? join(folder, 'chosen'),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return new StartedWindow(child, folder)
  }

  /** Waits for the first dialog, or the one of this number, and returns its words. */
  async dialog(number = 1): Promise<ToldDialog> {
    return await this.#told((what) => what.dialog, number)
  }

  /** Waits for a new start and returns its arguments. */
  async relaunch(): Promise<readonly string[]> {
    return (await this.#told((what) => what.relaunch, 1)).args
  }

  /** Waits until it shows a file or folder in the system's file manager, and returns its path. */
  async shownFolder(): Promise<string> {
    return await this.#told((what) => what.shownFolder, 1)
  }

  /** Waits until it copies a text, and returns that. */
  async copied(): Promise<string> {
    return await this.#told((what) => what.copied, 1)
  }

  /** Waits until the page of the window shows these words. */
  async shows(words: RegExp): Promise<string> {
    return await this.#told(
      (what) => (what.page !== undefined && words.test(what.page) ? what.page : undefined),
      1,
    )
  }

  /** Waits for a window and returns its title. */
  async window(): Promise<string> {
    return await this.#told((what) => what.window, 1)
  }

  /** Presses one of the dialog's buttons, or closes it. */
  answer(button: string): void {
    const file = join(this.#folder, 'answer')
    writeFileSync(`${file}.new`, button)
    renameSync(`${file}.new`, file)
  }

  /** Asks it to quit, as the system does. */
  terminate(): void {
    this.#child.kill('SIGTERM')
  }

  async close(): Promise<void> {
    // A clean exit would take a while; what it has started ends with it anyway.
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL')
    await this.ended
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #told<T>(read: (what: Told) => T | undefined, number: number): Promise<T> {
    const found = await eventually(
      () => this.#lines().flatMap((what) => read(what) ?? [])[number - 1],
      (one) => one !== undefined || this.#child.exitCode !== null,
      30_000,
    )
    if (found === undefined) throw new Error(`It ended with ${String(this.#child.exitCode)}: ${this.#output}`)
    return found
  }

  #lines(): Told[] {
    const lines = this.#output.split('\n').slice(0, -1)
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Told)
  }
}

interface ToldDialog {
  readonly message: string
  readonly detail: string
  /** Left out where a folder is asked for. */
  readonly buttons?: readonly string[]
}

interface Told {
  readonly dialog?: ToldDialog
  readonly shownFolder?: string
  readonly copied?: string
  readonly window?: string
  readonly page?: string
  readonly relaunch?: { readonly args: readonly string[] }
}
