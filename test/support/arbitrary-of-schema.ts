import fc from 'fast-check'
import { z } from 'zod'

/** Values that a schema of the contract accepts. Only the kinds of schema that the contract uses are known. */
export function arbitraryOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.core.$ZodType>
    const optional = (name: string): boolean => {
      const part = shape[name]
      return part instanceof z.ZodOptional || part instanceof z.ZodDefault
    }
    const fields = Object.fromEntries(Object.entries(shape).map(([name, part]) => [name, arbitraryOf(part)]))
    return fc.record(fields, { requiredKeys: Object.keys(shape).filter((name) => !optional(name)) })
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return arbitraryOf(schema.unwrap())
  if (schema instanceof z.ZodNullable) return fc.option(arbitraryOf(schema.unwrap()), { nil: null })
  if (schema instanceof z.ZodArray)
    return fc.array(arbitraryOf(schema.element), { minLength: 1, maxLength: 3 })
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map((option) => arbitraryOf(option)))
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options)
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values)
  if (schema instanceof z.ZodRecord) {
    const isPartial = schema.keyType instanceof z.ZodEnum
    return fc.dictionary(arbitraryOf(schema.keyType) as fc.Arbitrary<string>, arbitraryOf(schema.valueType), {
      maxKeys: isPartial ? 3 : 5,
    })
  }
  // What a check of its own accepts cannot be made up.
  const examples = z.globalRegistry.get(schema)?.examples
  if (Array.isArray(examples)) return fc.constantFrom<unknown>(...examples)
  // fast-check's own takes seconds.
  if (schema instanceof z.ZodURL) return fc.nat().map((number) => `https://h${number}.example/p?q=${number}`)
  if (schema instanceof z.ZodString)
    return fc.string({ minLength: schema.minLength ?? 1, maxLength: Math.min(schema.maxLength ?? 40, 40) })
  if (schema instanceof z.ZodNumber) return numberOf(schema)
  if (schema instanceof z.ZodBoolean) return fc.boolean()
  if (schema instanceof z.ZodNull) return fc.constant(null)
  throw new Error(`There is no arbitrary for ${schema._zod.def.type}`)
}

function numberOf(schema: z.ZodNumber): fc.Arbitrary<number> {
  const min = Math.max(schema.minValue ?? -1e9, -1e9)
  const max = Math.min(schema.maxValue ?? 1e9, 1e9)
  return fc.integer({ min, max })
}
