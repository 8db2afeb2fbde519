/** What a report can be: a page that opens anywhere, its chart as a picture, or the chart's numbers. */
export const reportKinds = ['html', 'png', 'csv'] as const

export type ReportKind = (typeof reportKinds)[number]

/** The kind of report that a file name asks for; undefined for other names. */
export function reportKindOf(path: string): ReportKind | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase()
  return reportKinds.find((kind) => kind === ending)
}
