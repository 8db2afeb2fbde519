import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { methodNames, preloadMethodNames } from '../../electron/contract/names'
import { methods } from '../../electron/contract/schemas'

/** The places in a schema where a caller could send as much as it likes. */
function boundless(schema: z.core.$ZodType, at: string): string[] {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.core.$ZodType>
    return Object.entries(shape).flatMap(([name, part]) => boundless(part, `${at}.${name}`))
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return boundless(schema.unwrap(), at)
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => boundless(option, at))
  if (schema instanceof z.ZodArray) {
    const isOpen = !(schema._zod.def.checks ?? []).some(
      ({ _zod }) => _zod.def.check === 'max_length' || _zod.def.check === 'length_equals',
    )
    return [...(isOpen ? [`${at}[]`] : []), ...boundless(schema.element, `${at}[]`)]
  }
  if (schema instanceof z.ZodRecord) {
    // Zod has no limit for the number of entries, so it has to be a check of its own.
    const isOpen = !(schema.keyType instanceof z.ZodEnum) && (schema._zod.def.checks ?? []).length === 0
    const parts = [...boundless(schema.keyType, `${at}{key}`), ...boundless(schema.valueType, `${at}{}`)]
    return [...(isOpen ? [`${at}{}`] : []), ...parts]
  }
  if (schema instanceof z.ZodString) return schema.maxLength === null ? [at] : []
  if (schema instanceof z.ZodTuple) {
    return schema._zod.def.items.flatMap((item, index) => boundless(item, `${at}.${index}`))
  }
  return []
}

describe('no request is larger than it may be', () => {
  test.each([...methodNames, ...preloadMethodNames])('%s', (method) => {
    expect(boundless(methods[method].request, method)).toEqual([])
  })

  test('even if each path in it is', () => {
    const paths = Array.from({ length: 1000 }, () => `/${'a'.repeat(32_000)}`)
    expect(methods['sources/register'].request.safeParse({ paths }).success).toBe(false)
    expect(methods['sources/register'].request.safeParse({ paths: paths.slice(500) }).success).toBe(true)
  })

  test('even if each time column in the settings is', () => {
    const columns = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_value, index) => [`local/D/T${index}`, 'Time']))
    const request = methods['settings/write'].request
    expect(request.safeParse({ timeColumns: columns(501) }).success).toBe(false)
    expect(request.safeParse({ timeColumns: columns(500) }).success).toBe(true)
  })
})
