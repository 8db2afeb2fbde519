import { describe, expect, it } from 'vitest'
import { guessTypes } from '../../electron/domain/recognition/guess-schema'
import { recognise } from '../../electron/domain/recognition/recognise'
import { dataScienceFiles } from './files/data-science'
import { databaseFiles } from './files/databases'
import { encodedFiles } from './files/encoded-files'
import { jsonFiles } from './files/json-files'
import { dialectOf, type LabelledFile } from './files/labelled-file'
import { logFiles } from './files/logs'
import { instrumentFiles } from './files/instruments'
import { publicFiles } from './files/public-sets'
import { sensorFiles } from './files/sensors'
import { spreadsheetFiles } from './files/spreadsheets'
import { toolFiles } from './files/tools'
import { businessFiles } from './files/web-and-business'

const files: readonly LabelledFile[] = [
  ...spreadsheetFiles,
  ...dataScienceFiles,
  ...databaseFiles,
  ...logFiles,
  ...sensorFiles,
  ...businessFiles,
  ...jsonFiles,
  ...encodedFiles,
  ...publicFiles,
  ...instrumentFiles,
  ...toolFiles,
]

/** Share of the files that has to be right in each aspect. */
const wanted = 0.97

type Aspect = 'format' | 'dialect' | 'header' | 'encoding' | 'types'

const found = files.map((labelled) => ({ labelled, answer: answerFor(labelled) }))

function answerFor({ name, bytes, columns, types }: LabelledFile): Readonly<Record<Aspect, unknown>> {
  const sample = { bytes, isWhole: true, name, ...(columns === undefined ? {} : { columns }) }
  const recognised = recognise(sample)
  const { reading } = recognised
  return {
    format: reading?.format,
    dialect: dialectOf({
      skip: reading?.skipLines ?? 0,
      comment: reading?.comment,
      backslash: reading?.backslashQuotes ?? false,
      delimiter: reading?.delimiter,
    }),
    header: recognised.hasHeader,
    encoding: reading?.encoding,
    types:
      types === null
        ? null
        : guessTypes(recognised)
            .map(({ inferred }) => inferred)
            .join(' '),
  }
}

describe('the labelled files', () => {
  it('are enough, and each has a name of its own', () => {
    expect(files.length).toBeGreaterThanOrEqual(150)
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length)
  })

  it.each<Aspect>(['format', 'dialect', 'header', 'encoding', 'types'])('are recognised: %s', (aspect) => {
    const wrong = found.flatMap(({ labelled, answer }) =>
      answer[aspect] === labelled[aspect]
        ? []
        : [`${labelled.name}: ${String(answer[aspect])}, not ${String(labelled[aspect])}`],
    )
    const share = 1 - wrong.length / files.length
    expect(share, `${files.length} files, wrong:\n${wrong.join('\n')}`).toBeGreaterThanOrEqual(wanted)
  })
})
