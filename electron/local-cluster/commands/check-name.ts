import { assertEntityName, type EntityKind } from '../../domain/entity-name'
import { KustoError } from '../answers/kusto-error'

/** @throws KustoError `BadRequest_EntityNameIsNotValid`. */
export function checkName(name: string, kind: EntityKind): void {
  try {
    assertEntityName(name, kind)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : `The ${kind} name is not valid.`
    throw new KustoError('BadRequest_EntityNameIsNotValid', message, { cause })
  }
}
