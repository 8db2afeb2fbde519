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

/** Draws an SVG of this many pixels as a PNG, with the fonts of the system. */
export type DrawPicture = (
  svg: string,
  size: { readonly width: number; readonly height: number },
) => Promise<Uint8Array>

/** What is not in the studio's own font. */
const undrawable = /[^\u0020-\u007e\u2013\u2014]/gu

/**
 * The chart of a report as a PNG on white, with its title and legend.
 *
 * @param draw Left out, the studio's own font draws, and letters that it lacks become `?`.
 * @returns The picture, and those letters, each once.
 */
export async function reportPng(
  subject: ReportSubject,
  draw?: DrawPicture,
): Promise<{ readonly content: Uint8Array; readonly undrawn: string }> {
  const { svg, ...size } = pictureSvg(subject)
  if (draw !== undefined) return { content: await draw(svg, size), undrawn: '' }
  started ??= start()
  const Picture = await started
  const lines = svg.split('\n')
  const undrawn = [...new Set(lines.flatMap((line) => line.match(undrawable) ?? []))].join('')
  const drawn = lines.map((line) => line.replace(undrawable, '?')).join('\n')
  const picture = new Picture(drawn, {
    font: { fontBuffers: [Buffer.from(pictureFont, 'base64')], defaultFontFamily: 'Inter' },
  })
  return { content: picture.render().asPng(), undrawn }
}

async function start(): Promise<typeof Resvg> {
  const resvg = await import('@resvg/resvg-wasm')
  const path = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
  await resvg.initWasm(await readFile(path))
  return resvg.Resvg
}

function pictureSvg({ comparison, timeColumn }: ReportSubject): {
  readonly svg: string
  readonly width: number
  readonly height: number
} {
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
  const [wide, high] = [width * scale, height * scale]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${width} ${height}">
<style>rect.before{fill:#aeb4bd}rect.added{fill:#1660cf}rect.others{fill:#b07d12}line{stroke:#e1e4e9}text{fill:#525a67;font:12px Inter,system-ui,sans-serif}text.title{fill:#15181d;font-size:14px}</style>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text class="title" x="${margin}" y="30">${escaped(title)}</text>${entries}
<g transform="translate(${margin} ${head})">${column === undefined ? '<text y="60">No datetime column to draw</text>' : chartParts(column)}</g>
</svg>`
  return { svg, width: wide, height: high }
}

function escaped(content: string): string {
  return content.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
