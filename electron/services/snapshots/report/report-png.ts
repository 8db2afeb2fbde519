import type { Resvg } from '@resvg/resvg-wasm'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { periodWords } from '../../../domain/snapshot/range-words'
import { pictureFont } from './picture-font'
import { chartColumn } from './report-csv'
import { chartParts, pictureSize } from './report-pictures'
import type { ReportSubject } from './report-subject'

/** Pixels for each unit of the picture, so that it is sharp in a document. */
const scale = 2
const margin = 20
const head = 54

let started: Promise<typeof Resvg> | undefined

/** The chart of a report as a PNG on white, with its title and legend. */
export async function reportPng(subject: ReportSubject): Promise<Uint8Array> {
  started ??= start()
  const Picture = await started
  const picture = new Picture(pictureSvg(subject), {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontBuffers: [Buffer.from(pictureFont, 'base64')], defaultFontFamily: 'Inter' },
  })
  return picture.render().asPng()
}

async function start(): Promise<typeof Resvg> {
  const resvg = await import('@resvg/resvg-wasm')
  const path = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
  await resvg.initWasm(await readFile(path))
  return resvg.Resvg
}

function pictureSvg({ comparison, timeColumn }: ReportSubject): string {
  const column = chartColumn(comparison, timeColumn)
  const { after, tag } = comparison
  const width = pictureSize.width + 2 * margin
  const height = pictureSize.height + head + margin
  const covered = column?.after ?? null
  const period = covered === null ? '' : `, ${periodWords(covered)}`
  const title = `${after.table}: ${after.rows.toLocaleString('en-US')} rows${column === undefined ? '' : ` by ${column.name}`}${period}`
  const others = column?.bins.some((bin) => bin.others > 0) === true
  const legend: [string, string][] = [
    ['before', 'before'],
    ['added', tag === null ? 'since then' : 'this ingestion'],
    ...(others ? [['others', 'other writers'] satisfies [string, string]] : []),
  ]
  let x = width - margin
  const entries = legend
    .reverse()
    .map(([part, words]) => {
      x -= words.length * 7 + 26
      return `<rect class="${part}" x="${x}" y="20" width="9" height="9"/><text x="${x + 14}" y="29">${words}</text>`
    })
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<style>rect.before{fill:#aeb4bd}rect.added{fill:#1660cf}rect.others{fill:#b07d12}line{stroke:#e1e4e9}text{fill:#525a67;font:12px Inter}text.title{fill:#15181d;font-size:14px}</style>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text class="title" x="${margin}" y="30">${escaped(title)}</text>${entries}
<g transform="translate(${margin} ${head})">${column === undefined ? '<text y="60">No datetime column to draw</text>' : chartParts(column)}</g>
</svg>`
}

function escaped(content: string): string {
  return content.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
