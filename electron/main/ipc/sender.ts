import { pageHost, pageScheme } from '../page-file'

/** The parts of Electron's frame that the check needs. */
interface SenderFrame {
  readonly url: string
  /** Null for the main frame. */
  readonly parent: unknown
}

/** Whether a message comes from our own page: its main frame, at exactly its own address. */
export function isTrustedSender(frame: SenderFrame | null | undefined): boolean {
  if (frame === null || frame === undefined || frame.parent !== null) return false
  try {
    const { protocol, host } = new URL(frame.url)
    return protocol === `${pageScheme}:` && host === pageHost
  } catch {
    // `about:blank`, an empty address: not our page.
    return false
  }
}
