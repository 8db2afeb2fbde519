/** How many times slower than usual this machine is: `npm test` measures it. Limits of time in tests grow with it. */
export const slowness = Number(process.env['KUSTO_STUDIO_SLOWNESS'] ?? 1)
