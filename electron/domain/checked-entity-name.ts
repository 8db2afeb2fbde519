import { entityNameProblem, type EntityKind } from './entity-name'
import { StudioError } from './studio-error'

/**
 * Checks a new name against Kusto's rules.
 *
 * @throws StudioError `EntityNameInvalid` with the name and what is wrong with it.
 */
export function assertEntityName(name: string, kind: EntityKind): void {
  const problem = entityNameProblem(name, kind)
  if (problem === undefined) return
  throw new StudioError('EntityNameInvalid', problem, {
    subject: name.slice(0, 80),
    nextStep: 'A name may have the letters A to Z, digits, underscores, spaces, dots and dashes.',
  })
}
