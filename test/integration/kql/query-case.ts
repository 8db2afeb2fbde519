/** A value of a row as the tests write it: datetime and timespan as Kusto's text, dynamic as what its JSON means. */
export type Value = unknown

/** A query, and what Kusto answers; the expected values come from Kusto's documents or are worked out by hand. */
export interface QueryCase {
  /** What the case is about, for the table of supported features. */
  readonly feature: string
  readonly query: string
  /** `name:type` of each column, in order. */
  readonly columns?: string
  readonly rows: readonly (readonly Value[])[]
  /** The rows have no order in Kusto: they are compared as a set. */
  readonly anyOrder?: boolean
}

/** A query that is refused, with the feature named. */
export interface RefusedCase {
  readonly feature: string
  readonly query: string
  /** The code of the error. */
  readonly code: string
  /** A part of the message. */
  readonly message: string
}
