import type { InspectionService } from '../studio-services'

/** The looks of one window: it hears of no others, and all of them are closed with it. */
export interface OwnLooks extends InspectionService {
  closeAll(): void
}

/** Keeps one window's looks apart from those of the others. */
export function ownLooks(inspection: InspectionService): OwnLooks {
  const own = new Set<string>()
  return {
    ...inspection,
    async look(request, signal) {
      if (request.lookId !== undefined) own.add(request.lookId)
      const look = await inspection.look(request, signal)
      own.add(look.lookId)
      return look
    },
    close(lookId) {
      own.delete(lookId)
      inspection.close(lookId)
    },
    onChange: (listener) =>
      inspection.onChange((check) => {
        if (own.has(check.lookId)) listener(check)
      }),
    closeAll() {
      for (const lookId of own) inspection.close(lookId)
      own.clear()
    },
  }
}
