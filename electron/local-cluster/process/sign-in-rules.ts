import { readFileSync } from 'node:fs'
import { signInRulesSchema, type SignInRules } from '../http/admission'
import { KustoError } from '../answers/kusto-error'

/**
 * Reads the file of `--auth`.
 *
 * @throws KustoError `LocalCluster_RulesNotReadable`, with what is wrong with the file.
 */
export function readSignInRules(path: string): SignInRules {
  try {
    return signInRulesSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new KustoError(
      'LocalCluster_RulesNotReadable',
      `“${path}” cannot be used for --auth: it is JSON with issuer, audience and keys.`,
      { cause },
    )
  }
}
