import { z } from 'zod'

/**
 * What a schema describes, as everyone but its owner sees it: read-only data. Every type exported from this folder is
 * one.
 */
export type Data<S extends z.ZodType> = DeepReadonly<z.output<S>>

export type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T

/** Rows, bytes and other whole numbers, up to 2^53. */
export const count = z.number().int().nonnegative()
/** A count, or null if unknown. */
export const countOrUnknown = count.nullable()
/** Milliseconds since the epoch. */
export const timestamp = z.number()
/** Name of a database, table or column. */
export const name = z.string().min(1).max(1024)
/** An id or handle that the studio issued. */
export const id = z.string().min(1).max(64)
