import { writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'

/**
 * Draws the studio's mark, a row count that steps up to a landed source, as `icon.svg`, `icon.png`, `icon.ico` (Windows)
 * and `icon.icns` (macOS). All come from the numbers below, in units of a 64 x 64 square.
 */
const background = { color: '#0f6cbd', radius: 14 }
const line = {
  color: '#ffffff',
  width: 5,
  points: [
    [12, 47],
    [24, 47],
    [24, 36],
    [37, 36],
    [37, 21],
    [50, 21],
  ],
}
const dot = { color: '#ffc83d', center: [50, 21], radius: 6 }
const baseline = {
  color: '#7fb8ea',
  width: 2,
  points: [
    [12, 54],
    [52, 54],
  ],
}

/** Samples along each side of a pixel. */
const samples = 4

function toSvg() {
  const polyline = ({ color, width, points }) =>
    `  <polyline points="${points.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${color}"` +
    ` stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" />`
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Kusto Ingestion Studio">',
    `  <rect width="64" height="64" rx="${background.radius}" fill="${background.color}" />`,
    polyline(baseline),
    polyline(line),
    `  <circle cx="${dot.center[0]}" cy="${dot.center[1]}" r="${dot.radius}" fill="${dot.color}" />`,
    '</svg>',
    '',
  ].join('\n')
}

/** The color at a point; undefined outside of the mark. */
function colorAt(x, y) {
  if (Math.hypot(x - dot.center[0], y - dot.center[1]) <= dot.radius) return dot.color
  for (const stroke of [line, baseline]) {
    if (distanceToPolyline(x, y, stroke.points) <= stroke.width / 2) return stroke.color
  }
  const beyondX = Math.max(Math.abs(x - 32) - (32 - background.radius), 0)
  const beyondY = Math.max(Math.abs(y - 32) - (32 - background.radius), 0)
  return Math.hypot(beyondX, beyondY) <= background.radius ? background.color : undefined
}

function distanceToPolyline(x, y, points) {
  return Math.min(...points.slice(1).map((end, index) => distanceToSegment(x, y, points[index], end)))
}

function distanceToSegment(x, y, [ax, ay], [bx, by]) {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
  const t = Math.min(1, Math.max(0, along))
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))
}

/** Red, green, blue and alpha of one pixel: the mean of its samples. */
function pixelAt(column, row, size) {
  const sum = [0, 0, 0, 0]
  for (let index = 0; index < samples * samples; index++) {
    const offset = (part) => (part + 0.5) / samples
    const color = colorAt(
      ((column + offset(index % samples)) * 64) / size,
      ((row + offset(Math.floor(index / samples))) * 64) / size,
    )
    if (color === undefined) continue
    for (let part = 0; part < 3; part++)
      sum[part] += Number.parseInt(color.slice(1 + part * 2, 3 + part * 2), 16)
    sum[3] += 1
  }
  const [red, green, blue, covered] = sum
  if (covered === 0) return [0, 0, 0, 0]
  const mean = (value) => Math.round(value / covered)
  return [mean(red), mean(green), mean(blue), Math.round((covered / samples ** 2) * 255)]
}

/** Writes 8-bit RGBA as PNG (RFC 2083). */
function toPng(size) {
  const raw = Buffer.alloc(size * (size * 4 + 1))
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      raw.set(pixelAt(column, row, size), row * (size * 4 + 1) + 1 + column * 4)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([signature, ...parts])
}

/** Windows' icon file: a table of contents, then one PNG for each size. */
function toIco(sizes) {
  const pictures = sizes.map((size) => toPng(size))
  const head = Buffer.alloc(6 + 16 * sizes.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(sizes.length, 4)
  let offset = head.length
  for (const [index, size] of sizes.entries()) {
    const at = 6 + 16 * index
    // 0 stands for 256.
    head.set([size % 256, size % 256, 0, 0, 1, 0, 32, 0], at)
    head.writeUInt32LE(pictures[index].length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += pictures[index].length
  }
  return Buffer.concat([head, ...pictures])
}

/** macOS's icon file: one PNG for each type, which stands for a size. */
function toIcns(types) {
  const parts = Object.entries(types).map(([type, size]) => icnsPart(type, toPng(size)))
  return icnsPart('icns', Buffer.concat(parts))
}

function icnsPart(type, data) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(8 + data.length, 4)
  return Buffer.concat([head, data])
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

function crc32(data) {
  let value = 0xffffffff
  for (const byte of data) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}

writeFileSync(new URL('icon.svg', import.meta.url), toSvg())
writeFileSync(new URL('icon.png', import.meta.url), toPng(512))
writeFileSync(new URL('icon.ico', import.meta.url), toIco([16, 24, 32, 48, 64, 128, 256]))
const macSizes = {
  icp4: 16,
  icp5: 32,
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic10: 1024,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512,
}
writeFileSync(new URL('icon.icns', import.meta.url), toIcns(macSizes))
