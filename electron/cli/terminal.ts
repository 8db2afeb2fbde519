/** Where the command line writes: results to standard output, everything for the eye to standard error. */
export interface Terminal {
  /** One line of the result. */
  result(line: string): void
  /** One line for the person who watches. */
  note(line: string): void
  /** A line that the next one replaces. Where nobody watches, only changes are written. */
  progress(line: string): void
  endProgress(): void
}

/** A terminal on this process's own streams. */
export function createTerminal(): Terminal {
  const { stdout, stderr } = process
  let last = ''
  const clear = (): void => {
    if (stderr.isTTY && last !== '') stderr.write('\r\u001b[K')
  }
  return {
    result(line) {
      clear()
      stdout.write(`${line}\n`)
    },
    note(line) {
      clear()
      stderr.write(`${line}\n`)
    },
    progress(line) {
      if (line === last) return
      clear()
      last = line
      stderr.write(stderr.isTTY ? line.slice(0, stderr.columns) : `${line}\n`)
    },
    endProgress() {
      if (stderr.isTTY && last !== '') stderr.write('\n')
      last = ''
    },
  }
}
