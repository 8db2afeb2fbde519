/** How a client wants the frames of a version 2 response. */
export interface FrameLayout {
  /** Results in pieces, with progress (documents: query V2 HTTP response, progressive mode). */
  readonly isProgressive: boolean
  /** Results in pieces. */
  readonly isFragmented: boolean
  /** Where errors would appear. This cluster completes a response before sending it, so there are none. */
  readonly errorPlacement: 'InData' | 'EndOfTable' | 'EndOfDataset'
  readonly rowsPerFragment: number
}

const placements: Readonly<Record<string, FrameLayout['errorPlacement']>> = {
  in_data: 'InData',
  end_of_table: 'EndOfTable',
  end_of_dataset: 'EndOfDataset',
}

/** Rows per piece if the client does not say. */
const defaultRows = 5000

/** Reads the layout from a request's options, whose names are in lower case (documents: request properties). */
export function readFrameLayout(options: ReadonlyMap<string, unknown>): FrameLayout {
  const rows = Number(options.get('query_results_progressive_row_count') ?? NaN)
  const placement = String(options.get('results_error_reporting_placement') ?? '').toLowerCase()
  return {
    isProgressive: options.get('results_progressive_enabled') === true,
    isFragmented: options.get('results_v2_fragment_primary_tables') === true,
    errorPlacement: placements[placement] ?? 'InData',
    rowsPerFragment: Number.isInteger(rows) && rows > 0 ? rows : defaultRows,
  }
}

/** Whether results come in pieces. */
export function isInPieces(layout: FrameLayout): boolean {
  return layout.isProgressive || layout.isFragmented
}
