import { pageHost, pageScheme } from '../page-file'

/** As much of Electron's frame as the check needs. */
export interface SenderFrame {
  readonly url: string
  /** Null for the main frame. */
  readonly parent: unknown
}

/** Whether a message comes from our own page: its main frame, at its own address, exactly. */
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
