/** Where the command line writes: results to standard output, everything else to standard error. */
export interface Terminal {
  /** One line of the result. */
  result(line: string): void
  /** One line for the person at the terminal. */
  note(line: string): void
  /** Many such lines. Beyond twenty, only the first ones and how many more there are. */
  notes(lines: readonly string[]): void
  /** A line that the next one replaces. If nobody is watching, only changes are written. */
  progress(line: string): void
  endProgress(): void
}

/** More lines of one kind would push everything else out of sight. */
const mostNotes = 20

/** A terminal on this process's own streams. */
export function createTerminal(): Terminal {
  const { stdout, stderr } = process
  let last = ''
  const note = (line: string): void => {
    clear()
    stderr.write(`${line}\n`)
  }
  const clear = (): void => {
    if (stderr.isTTY && last !== '') stderr.write('\r\u001b[K')
  }
  return {
    result(line) {
      clear()
      stdout.write(`${line}\n`)
    },
    note,
    notes(lines) {
      lines.slice(0, mostNotes).forEach(note)
      if (lines.length > mostNotes) note(`… and ${lines.length - mostNotes} more; --json lists all.`)
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
