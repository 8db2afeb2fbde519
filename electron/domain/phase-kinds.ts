/** Where the time of a job went, in this order. */
export const phaseKinds = ['checked', 'uploaded', 'queued', 'waited', 'landed'] as const

export type PhaseKind = (typeof phaseKinds)[number]
