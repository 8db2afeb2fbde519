/** Prints one line for the person at the keyboard, on the error stream: the output belongs to the tool. */
export function say(/** @type {string} */ line) {
  process.stderr.write(`${line}\n`)
}
