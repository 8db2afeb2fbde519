import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { cancelChannel, methodNames } from '../../contract/names'
import { StudioError, toWireError } from '../../domain/studio-error'
import { answerRequest, type AnswerContext } from './answer-request'
import { isTrustedSender } from './sender'

/**
 * The only door for messages from the page. In this order: check who sends, check what they send (schema), make an
 * abort controller for this request, run the handler, reply.
 */
export function registerHandlers(context: AnswerContext): void {
  for (const method of methodNames) {
    ipcMain.handle(method, async (event, request: unknown, requestId: unknown) => {
      if (!isTrustedSender(event.senderFrame)) return refuse(event, method, context)
      return await answerRequest(method, request, requestId, context)
    })
  }
  ipcMain.on(cancelChannel, (event, requestId: unknown) => {
    if (isTrustedSender(event.senderFrame) && typeof requestId === 'string') {
      context.requests.cancel(requestId)
    }
  })
}

function refuse(event: IpcMainInvokeEvent, method: string, { log }: AnswerContext): unknown {
  log('ipc', `${method} was refused: it came from ${event.senderFrame?.url ?? 'no frame'}`)
  const error = new StudioError('RequestInvalid', 'This page may not use the studio.')
  return { ok: false, error: toWireError(error) }
}
