import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { cancelChannel, methodNames, preloadMethodNames } from '../../contract/names'
import { StudioError, toWireError } from '../../domain/studio-error'
import type { WriteLog } from '../../services/logger'
import { answerRequest, type AnswerContext } from './answer-request'
import { isTrustedSender } from './sender'

/**
 * The only door for messages from the pages. In this order: check who sends, find the session of its window, check what
 * is sent (schema), make an abort controller for this request, run the session's handler, reply.
 *
 * @param sessionOf The session of a window's page; undefined if it has none.
 */
export function registerHandlers(
  sessionOf: (page: WebContents) => AnswerContext | undefined,
  log: WriteLog,
): void {
  const sessionBehind = ({
    sender,
    senderFrame,
  }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): AnswerContext | undefined =>
    isTrustedSender(senderFrame) ? sessionOf(sender) : undefined
  for (const method of [...methodNames, ...preloadMethodNames]) {
    ipcMain.handle(method, async (event, request: unknown, requestId: unknown) => {
      const session = sessionBehind(event)
      if (session === undefined) return refuse(event, method, log)
      return await answerRequest(method, request, requestId, session)
    })
  }
  ipcMain.on(cancelChannel, (event, requestId: unknown) => {
    if (typeof requestId === 'string') sessionBehind(event)?.requests.cancel(requestId)
  })
}

function refuse(event: IpcMainInvokeEvent, method: string, log: WriteLog): unknown {
  log('ipc', `${method} was refused: it came from ${event.senderFrame?.url ?? 'no frame'}`)
  const error = new StudioError('RequestInvalid', 'This page may not use the studio.')
  return { ok: false, error: toWireError(error) }
}
