/** The data formats that queued ingestion takes (documents: supported formats), as the service spells them. */
export const dataFormats = [
  'csv',
  'tsv',
  'psv',
  'scsv',
  'sohsv',
  'tsve',
  'txt',
  'raw',
  'json',
  'multijson',
  'parquet',
  'avro',
  'apacheavro',
  'orc',
  'w3clogfile',
] as const

export type DataFormat = (typeof dataFormats)[number]

interface FormatFacts {
  readonly label: string
  readonly extensions: readonly string[]
  /** Field separator of delimited text. */
  readonly delimiter?: string
  /** Compressed inside already: never gzipped again, never cut. */
  readonly binary?: boolean
  /** Records can be told apart without knowing the whole file. */
  readonly splittable?: boolean
  /** The local cluster refuses it. */
  readonly azureOnly?: boolean
}

export const formatFacts: Readonly<Record<DataFormat, FormatFacts>> = {
  csv: { label: 'CSV', extensions: ['csv'], delimiter: ',', splittable: true },
  tsv: { label: 'Tab-separated (TSV)', extensions: ['tsv', 'tab'], delimiter: '\t', splittable: true },
  psv: { label: 'Pipe-separated (PSV)', extensions: ['psv'], delimiter: '|', splittable: true },
  scsv: { label: 'Semicolon-separated (SCsv)', extensions: ['scsv'], delimiter: ';', splittable: true },
  sohsv: { label: 'SOH-separated (SOHsv)', extensions: ['sohsv'], delimiter: '\u0001', splittable: true },
  tsve: {
    label: 'Tab-separated with escapes (TSVe)',
    extensions: ['tsve'],
    delimiter: '\t',
    splittable: true,
  },
  txt: { label: 'Lines of text (TXT)', extensions: ['txt', 'log'], splittable: true },
  raw: { label: 'One value (RAW)', extensions: ['raw'] },
  json: { label: 'JSON Lines (json)', extensions: ['json', 'jsonl', 'ndjson'], splittable: true },
  multijson: { label: 'JSON array or objects (multijson)', extensions: ['multijson'] },
  parquet: { label: 'Parquet', extensions: ['parquet', 'pq'], binary: true },
  avro: { label: 'Avro', extensions: ['avro'], binary: true },
  apacheavro: { label: 'Apache Avro', extensions: ['apacheavro'], binary: true },
  orc: { label: 'ORC', extensions: ['orc'], binary: true, azureOnly: true },
  w3clogfile: {
    label: 'W3C log file',
    extensions: ['w3clogfile'],
    splittable: true,
    azureOnly: true,
  },
}

/** How a file is compressed, on top of its format. */
export const compressions = ['none', 'gzip', 'zip'] as const

export type Compression = (typeof compressions)[number]

/** What a file name says: `data.csv.gz` is csv in gzip; a bare `x.gz` has no format. */
export function formatFromName(name: string): {
  readonly format: DataFormat | undefined
  readonly compression: Compression
} {
  const lower = name.toLowerCase()
  const compression: Compression = lower.endsWith('.gz') ? 'gzip' : lower.endsWith('.zip') ? 'zip' : 'none'
  const bare =
    compression === 'gzip' ? lower.slice(0, -3) : compression === 'zip' ? lower.slice(0, -4) : lower
  const extension = bare.includes('.') ? bare.slice(bare.lastIndexOf('.') + 1) : ''
  const format = dataFormats.find((candidate) => formatFacts[candidate].extensions.includes(extension))
  return { format, compression }
}
