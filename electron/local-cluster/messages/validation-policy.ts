import { z } from 'zod'

/** Clients write numbers, numbers as text, or names. */
const choice = z.union([z.string(), z.number()]).transform((value) => String(value).toLowerCase())

const policy = z.looseObject({ options: choice.nullish(), implications: choice.nullish() })

const options: Readonly<Record<string, 'none' | 'constantColumns' | 'columnLevel'>> = {
  0: 'none',
  donotvalidate: 'none',
  1: 'constantColumns',
  validatecsvinputconstantcolumns: 'constantColumns',
  2: 'columnLevel',
  validatecsvinputcolumnlevelonly: 'columnLevel',
}

const implications: Readonly<Record<string, 'fail' | 'bestEffort'>> = {
  0: 'fail',
  fail: 'fail',
  1: 'bestEffort',
  besteffort: 'bestEffort',
}

/** What is wrong with an ingestion property: its item fails with this, and the sender is told. */
export interface PropertyProblem {
  readonly code: string
  readonly message: string
}

/** What a validation policy means for ingestion. */
interface ValidationOutcome {
  /** Whether delimited records may have more or fewer fields than the first and still land. */
  readonly fitsRecords: boolean
  readonly problem: PropertyProblem | undefined
}

/**
 * Reads the ingestion property `validationPolicy` (documents: ingestion properties), an object or its JSON text. It
 * applies to delimited text. Without one, or where the policy says so, a record whose number of fields differs from the
 * first fails its blob (documents: ingestion of invalid data). If the policy validates nothing, or only as a best
 * effort, missing fields become null and extra ones are dropped.
 */
export function readValidationPolicy(value: unknown, isDelimited: boolean): ValidationOutcome {
  if (value === null || value === undefined || value === '') return { fitsRecords: false, problem: undefined }
  const parsed = policy.safeParse(withPlainNames(typeof value === 'string' ? parseText(value) : value))
  const what = parsed.success ? options[parsed.data.options ?? 'donotvalidate'] : undefined
  const then = parsed.success ? implications[parsed.data.implications ?? 'besteffort'] : undefined
  if (what === undefined || then === undefined) {
    return problem(
      'BadRequest_MalformedIngestionProperty',
      'The ingestion property \'validationPolicy\' is not {"ValidationOptions": 0…2, "ValidationImplications": 0…1}.',
    )
  }
  if (what === 'columnLevel' && then === 'fail' && isDelimited) {
    return problem(
      'BadRequest_NotSupported',
      'The local cluster does not support the validation ValidateCsvInputColumnLevelOnly.',
    )
  }
  return { fitsRecords: what === 'none' || then === 'bestEffort', problem: undefined }
}

/** `ValidationOptions`, `validationOptions`; the Java client calls the implications `validationPolicyType`. */
function withPlainNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const members = new Map(
    Object.entries(value).map(([name, member]) => [name.toLowerCase(), member as unknown]),
  )
  return {
    options: members.get('validationoptions'),
    implications: members.get('validationimplications') ?? members.get('validationpolicytype'),
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Text that is not JSON is no policy either; the caller reports it.
    return undefined
  }
}

function problem(code: string, message: string): ValidationOutcome {
  return { fitsRecords: false, problem: { code, message } }
}
