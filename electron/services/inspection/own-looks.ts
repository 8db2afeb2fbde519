import type { InspectionService } from '../studio-services'

/** The looks of one window: it hears of no others, and all of them are closed with it. */
export interface OwnLooks extends InspectionService {
  closeAll(): void
}

/** Keeps one window's looks apart from those of the others. */
export function ownLooks(inspection: InspectionService): OwnLooks {
  const own = new Set<string>()
  let closings = 0
  return {
    ...inspection,
    async look(request, signal) {
      if (request.lookId !== undefined) own.add(request.lookId)
      const seen = closings
      const look = await inspection.look(request, signal)
      // All were closed meanwhile: nobody will ask for this one.
      if (seen !== closings) inspection.close(look.lookId)
      else own.add(look.lookId)
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
      closings += 1
      for (const lookId of own) inspection.close(lookId)
      own.clear()
    },
  }
}

/** Looks that know whether the table of their target is in a local cluster. */
export function looksOfCluster(
  inspection: InspectionService,
  isLocalCluster: () => boolean,
): InspectionService {
  return {
    ...inspection,
    look({ target, ...request }, signal) {
      const isLocal = target?.table !== undefined && isLocalCluster()
      return inspection.look(
        { ...request, target: target !== null && isLocal ? { ...target, isLocal } : target },
        signal,
      )
    },
  }
}
