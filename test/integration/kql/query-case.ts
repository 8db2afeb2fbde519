/** A value in a row as tests write it: datetime and timespan as Kusto's text, dynamic as its JSON value. */
export type Value = unknown

/** A query and Kusto's answer. Expected values come from Kusto's documents, or were worked out by hand. */
export interface QueryCase {
  /** What the case is about, for the table of supported features. */
  readonly feature: string
  readonly query: string
  /** `name:type` for each column, in order. */
  readonly columns?: string
  readonly rows: readonly (readonly Value[])[]
  /** Kusto does not order the rows: they are compared as a set. */
  readonly anyOrder?: boolean
}

/** A query that is refused by naming the feature. */
export interface RefusedCase {
  readonly feature: string
  readonly query: string
  /** The error code. */
  readonly code: string
  /** Part of the message. */
  readonly message: string
}
