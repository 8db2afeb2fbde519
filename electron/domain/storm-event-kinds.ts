/** What one kind of storm looks like in the made-up records, used by `storm-events.ts`. */
export interface StormEventKind {
  readonly name: string
  /** How often it is drawn, relative to the others. */
  readonly weight: number
  /** Months in which it happens, 1 to 12. */
  readonly months: readonly number[]
  readonly states: readonly string[]
  /** Shortest and longest duration, in minutes. */
  readonly minutes: readonly [number, number]
  /** Highest damage, in US dollars; most events do far less. */
  readonly maximumPropertyDamage: number
  readonly maximumCropDamage: number
  /** Sentences; `{town}` and `{number}` are filled in. */
  readonly descriptions: readonly string[]
}

const allYear = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const plains = ['KANSAS', 'OKLAHOMA', 'NEBRASKA', 'TEXAS', 'IOWA', 'MISSOURI', 'SOUTH DAKOTA']
const south = ['ALABAMA', 'MISSISSIPPI', 'LOUISIANA', 'GEORGIA', 'TENNESSEE', 'ARKANSAS', 'FLORIDA']
const north = ['MINNESOTA', 'WISCONSIN', 'MICHIGAN', 'NEW YORK', 'MAINE', 'NORTH DAKOTA', 'MONTANA']
const west = ['CALIFORNIA', 'ARIZONA', 'NEVADA', 'UTAH', 'COLORADO', 'NEW MEXICO', 'OREGON']
const east = ['VIRGINIA', 'NORTH CAROLINA', 'PENNSYLVANIA', 'OHIO', 'INDIANA', 'KENTUCKY', 'MARYLAND']

export const stormEventKinds: readonly StormEventKind[] = [
  {
    name: 'Thunderstorm Wind',
    weight: 26,
    months: [3, 4, 5, 6, 7, 8, 9],
    states: [...plains, ...south, ...east],
    minutes: [5, 40],
    maximumPropertyDamage: 60_000,
    maximumCropDamage: 5000,
    descriptions: [
      'A line of storms brought gusts near {number} mph to {town}; trees and a few power lines came down.',
      'Wind took shingles off several roofs in {town} and pushed a shed into the road.',
      'A spotter in {town} measured a gust of {number} mph and called it "the strongest of the season".',
    ],
  },
  {
    name: 'Hail',
    weight: 22,
    months: [3, 4, 5, 6, 7],
    states: [...plains, ...west],
    minutes: [3, 25],
    maximumPropertyDamage: 250_000,
    maximumCropDamage: 400_000,
    descriptions: [
      'Hail the size of golf balls fell on {town} for about {number} minutes and dented cars on the main street.',
      'Quarter-sized hail covered the ground in {town}; young corn north of the road was stripped.',
    ],
  },
  {
    name: 'Flash Flood',
    weight: 14,
    months: allYear,
    states: [...south, ...east, ...west, 'HAWAII'],
    minutes: [45, 480],
    maximumPropertyDamage: 900_000,
    maximumCropDamage: 60_000,
    descriptions: [
      'Two slow cells crossed {town}. Water stood {number} inches deep at the underpass, and three roads were closed.',
      'The creek behind {town} left its banks after {number} mm of rain.\nResidents of two streets were brought out by boat.',
    ],
  },
  {
    name: 'Winter Storm',
    weight: 12,
    months: [11, 12, 1, 2, 3],
    states: [...north, ...east, 'COLORADO'],
    minutes: [600, 2880],
    maximumPropertyDamage: 120_000,
    maximumCropDamage: 0,
    descriptions: [
      '{number} inches of snow fell on {town}; drifts closed the county road until the next morning.',
      'Ice built up on wires around {town} and left about {number} households without power.',
    ],
  },
  {
    name: 'Tornado',
    weight: 7,
    months: [3, 4, 5, 6, 11],
    states: [...plains, ...south],
    minutes: [2, 28],
    maximumPropertyDamage: 4_000_000,
    maximumCropDamage: 150_000,
    descriptions: [
      'A tornado touched down west of {town} and stayed on the ground for {number} minutes over open fields.',
      'A short-lived tornado crossed the edge of {town}; a barn lost its roof and two grain bins were rolled over.',
    ],
  },
  {
    name: 'Heat',
    weight: 6,
    months: [6, 7, 8],
    states: [...south, ...west, ...plains],
    minutes: [1440, 7200],
    maximumPropertyDamage: 0,
    maximumCropDamage: 300_000,
    descriptions: ['{town} reported 10{number} °F; cooling centers stayed open through the evening.'],
  },
  {
    name: 'Wildfire',
    weight: 5,
    months: [6, 7, 8, 9, 10],
    states: west,
    minutes: [1440, 10_080],
    maximumPropertyDamage: 6_000_000,
    maximumCropDamage: 20_000,
    descriptions: [
      'Dry wind drove a grass fire toward {town}. {number} structures were lost before it was held.',
    ],
  },
  {
    name: 'Drought',
    weight: 4,
    months: [5, 6, 7, 8, 9],
    states: [...plains, ...west],
    minutes: [20_160, 40_320],
    maximumPropertyDamage: 0,
    maximumCropDamage: 2_000_000,
    descriptions: ['No useful rain fell around {town} for {number} weeks; pastures were rated poor.'],
  },
  {
    name: 'Coastal Flood',
    weight: 4,
    months: [8, 9, 10, 11, 12],
    states: ['FLORIDA', 'NORTH CAROLINA', 'MARYLAND', 'LOUISIANA', 'MAINE', 'CALIFORNIA'],
    minutes: [180, 900],
    maximumPropertyDamage: 500_000,
    maximumCropDamage: 0,
    descriptions: [
      'The tide at {town} ran {number} inches over its forecast, and water reached the lower parking lots.',
    ],
  },
]

export const stormTowns = [
  'Cedar Fork',
  'Marlow Junction',
  'Elk Prairie',
  'Port Adeline',
  'Salt Hollow',
  'Cañon Verde',
  'New Harlan',
  'Twin Bridges',
  'Okema',
  'St. Remy',
  'Larkspur',
  'Blue Earth Landing',
  "Miller's Crossing",
  'Fort Ansel',
  'Dry Creek',
] as const

export const stormSources = [
  'Trained Spotter',
  'Law Enforcement',
  'Emergency Manager',
  'COOP Observer',
  'Newspaper',
  'Public',
  'Amateur Radio',
  'Official Observations',
] as const
