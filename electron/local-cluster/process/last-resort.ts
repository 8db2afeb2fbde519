/** How long a cluster may take to close, in milliseconds. */
const longestCloseMs = 5000

/**
 * Ends this process if closing takes too long. A statement stuck where the engine cannot be interrupted would block
 * closing, and `process.exit` too, which waits for the threads. Everything accepted is durable: the next start
 * finds it.
 */
export function endInAnyCase(): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), longestCloseMs).unref()
}
