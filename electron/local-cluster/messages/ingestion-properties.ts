import { z } from 'zod'
import { anyCase } from './any-case'
import { delimiterOf } from './data-formats'
import { readValidationPolicy, type PropertyProblem } from './validation-policy'

/** Text or nothing: clients write null for properties that are not set. */
export const optionalText = z.string().nullish()

/** Clients write booleans as booleans or as text. */
export const flag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => value === true || (typeof value === 'string' && value.toLowerCase() === 'true'))

const jsonTextList = z.union([
  z.array(z.string()),
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue('not JSON')
        return z.NEVER
      }
    })
    .pipe(z.array(z.string())),
])

/** An uncompressed size in bytes, which clients write as a number or its text; undefined if it says nothing. */
export const statedSize = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,18}$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => (value === null || value === undefined || value <= 0 ? undefined : value))

/** The ingestion properties, under the names that all clients use. */
export const propertyShape = {
  format: optionalText,
  ignoreFirstRecord: flag,
  tags: z.union([z.string(), z.array(z.string())]).nullish(),
  ingestIfNotExists: z.union([z.string(), z.array(z.string())]).nullish(),
  ingestionMapping: z.union([z.string(), z.array(z.unknown())]).nullish(),
  ingestionMappingReference: optionalText,
  ingestionMappingType: optionalText,
  creationTime: optionalText,
  validationPolicy: z.unknown().optional(),
  zipPattern: optionalText,
}

/** Ingestion properties as JSON: a queue message's `AdditionalProperties`. */
export const givenProperties = anyCase(propertyShape)

/** How to read a source. */
export interface SourceProperties {
  /** In lower case, as the service spells it. */
  readonly format: string
  readonly ignoreFirstRecord: boolean
  /** An inline mapping's JSON text. */
  readonly mapping: string | undefined
  /** The name of one of the table's mappings. */
  readonly mappingReference: string | undefined
}

/** One item's properties (documents: ingestion properties). */
export interface IngestionProperties extends SourceProperties {
  readonly tags: readonly string[]
  readonly ingestIfNotExists: readonly string[]
  readonly mappingType: string | undefined
  readonly creationTime: string | undefined
  readonly zipPattern: string | undefined
  /** Whether delimited records may have more or fewer fields than the first and still land. */
  readonly fitsRecords: boolean
  readonly problem: PropertyProblem | undefined
}

/** Reads properties that have the right types; anything else wrong with them becomes their `problem`. */
export function readProperties(given: z.output<typeof givenProperties> | undefined): IngestionProperties {
  const tags = textList(given?.tags, 'tags')
  const format = (given?.format ?? 'csv').toLowerCase()
  const validation = readValidationPolicy(given?.validationPolicy, delimiterOf(format) !== undefined)
  const ingestIfNotExists = textList(given?.ingestIfNotExists, 'ingestIfNotExists')
  return {
    format,
    ignoreFirstRecord: given?.ignoreFirstRecord ?? false,
    tags: tags.values,
    ingestIfNotExists: ingestIfNotExists.values,
    mapping: mappingText(given?.ingestionMapping),
    mappingReference: given?.ingestionMappingReference ?? undefined,
    mappingType: given?.ingestionMappingType ?? undefined,
    creationTime: given?.creationTime ?? undefined,
    zipPattern: given?.zipPattern ?? undefined,
    fitsRecords: validation.fitsRecords,
    problem: tags.problem ?? ingestIfNotExists.problem ?? validation.problem,
  }
}

function mappingText(mapping: string | readonly unknown[] | null | undefined): string | undefined {
  if (mapping === null || mapping === undefined) return undefined
  return typeof mapping === 'string' ? mapping : JSON.stringify(mapping)
}

/** Lists arrive as lists, or as the text of a JSON array. */
function textList(
  value: string | string[] | null | undefined,
  property: string,
): { readonly values: string[]; readonly problem: PropertyProblem | undefined } {
  if (value === null || value === undefined || value === '') return { values: [], problem: undefined }
  const list = jsonTextList.safeParse(value)
  if (list.success) return { values: list.data, problem: undefined }
  const message = `The ingestion property '${property}' is not a JSON array of strings.`
  return { values: [], problem: { code: 'BadRequest_MalformedIngestionProperty', message } }
}
