import { describePastedText } from '../../../../../electron/domain/pasted-text'
import type { PastedOptions } from '../../../state/sources/pasted-rows'

/** What goes to the worker. */
export interface ReadTextRequest {
  readonly text: string
  readonly options: PastedOptions
}

// Runs in a worker: describes one text and posts what it saw.
self.onmessage = (event: MessageEvent<ReadTextRequest>) => {
  const { text, options } = event.data
  self.postMessage(describePastedText(text, options))
}
