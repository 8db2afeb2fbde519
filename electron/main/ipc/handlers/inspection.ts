import type { StudioServices } from '../../../services/studio-services'
import type { HandlersOf } from '../handler'

/** Looking into sources before they are sent. */
export function inspectionHandlers({
  inspection,
}: StudioServices): HandlersOf<
  'inspection/look' | 'inspection/rows' | 'inspection/check' | 'inspection/stop' | 'inspection/close'
> {
  return {
    'inspection/look': (request, signal) => inspection.look(request, signal),
    'inspection/rows': (request, signal) => inspection.rows(request, signal),
    'inspection/check': ({ lookId }) => inspection.check(lookId),
    'inspection/stop': ({ lookId }) => inspection.stop(lookId),
    'inspection/close': ({ lookId }) => {
      inspection.close(lookId)
      return {}
    },
  }
}
