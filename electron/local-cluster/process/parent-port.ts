/** The channel to the process that started this one. */
interface ParentPort<Message> {
  send(message: Message): void
  onMessage(listener: (value: unknown) => void): void
  onGone(listener: () => void): void
}

/** What Electron puts at `process.parentPort` in a utility process. */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
}

/** Finds the parent: Electron's port, or Node's channel; undefined if there is neither. */
export function connectToParent<Message>(): ParentPort<Message> | undefined {
  const port = (process as { parentPort?: UtilityPort }).parentPort
  if (port !== undefined) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
      onGone: (listener) => port.on('close', listener),
    }
  }
  if (process.send === undefined) return undefined
  return {
    // A closed channel means the parent is gone, which `onGone` reports; nobody is left to tell.
    send: (message) => {
      if (process.connected) process.send?.(message)
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.on('disconnect', listener),
  }
}
