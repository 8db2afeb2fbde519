import { app } from 'electron'
import { z } from 'zod'
import type { WriteLog } from '../services/logger'

/** What `npm run dev` asks for after it has built something anew. */
const developmentMessage = z.object({ kind: z.enum(['reloadPage', 'restartCluster']) })

/**
 * Lets the process that started us, `npm run dev`, ask for what its changes need. A packaged studio takes no such
 * messages.
 */
export function reloadOnRequest(
  actions: { readonly reloadPages: () => void; readonly restartCluster: () => Promise<unknown> },
  log: WriteLog,
): void {
  if (app.isPackaged) return
  process.on('message', (value) => {
    const message = developmentMessage.safeParse(value)
    if (!message.success) return
    if (message.data.kind === 'reloadPage') actions.reloadPages()
    else actions.restartCluster().catch((error) => log('dev', 'The local cluster did not restart', error))
  })
}
