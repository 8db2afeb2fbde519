/** Where the time of a job went, in this order. It ends with one of the last two: `refused` if nothing of it landed. */
export const phaseKinds = ['checked', 'uploaded', 'queued', 'waited', 'landed', 'refused'] as const

export type PhaseKind = (typeof phaseKinds)[number]
