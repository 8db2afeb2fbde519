import { describePastedText } from '../../../../electron/domain/pasted-text'
import type { ReadTextRequest } from './read-in-worker'

/** Runs in a worker: describes one text and answers with what it saw. */
self.onmessage = (event: MessageEvent<ReadTextRequest>) => {
  const { text, options } = event.data
  self.postMessage(describePastedText(text, options))
}
