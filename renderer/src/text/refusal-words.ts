/** Words about what the service is known to refuse. */
export const refusalText = {
  anyway: 'Send anyway',
  stopped: (what: string) => `Nothing was sent: ${what}. The findings say why.`,
} as const

/** Says which sources the service is known to refuse; empty if there are none. */
export function refusalWords(names: readonly string[]): string {
  const [first, ...others] = names
  if (first === undefined) return ''
  return `Kusto refuses ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`
}
