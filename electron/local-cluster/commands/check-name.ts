import { entityNameProblem, type EntityKind } from '../../domain/entity-name'
import { KustoError } from '../answers/kusto-error'

/** @throws KustoError `BadRequest_EntityNameIsNotValid`. */
export function checkName(name: string, kind: EntityKind): void {
  const problem = entityNameProblem(name, kind)
  if (problem !== undefined) throw new KustoError('BadRequest_EntityNameIsNotValid', problem)
}
