/** How long a cluster may take to close, in milliseconds. */
const longestCloseMs = 5000

/**
 * Ends this process if it is still there after the time that closing may take. A statement in a place where the engine
 * cannot be interrupted would hold it up, and would hold up `process.exit` as well, which waits for the threads. What
 * was accepted is durable: the next start finds it.
 */
export function endInAnyCase(): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), longestCloseMs).unref()
}
