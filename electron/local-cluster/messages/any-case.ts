import { z } from 'zod'

/**
 * A schema for an object whose keys may be in any case: the SDKs disagree (`BlobPath` in .NET, Python and Node,
 * `blobPath` in Java). Unknown keys stay as they are.
 */
export function anyCase<Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodType<z.output<z.ZodObject<Shape, z.core.$loose>>> {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]))
  const renamed = (value: unknown): unknown =>
    isRecord(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, member]) => [names.get(key.toLowerCase()) ?? key, member]),
        )
      : value
  return z.preprocess(renamed, z.looseObject(shape))
}

/** True for a JSON object, not for an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
