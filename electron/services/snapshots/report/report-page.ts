import { jobVerdict, type JobVerdict } from '../../../domain/job-verdict'
import type { ColumnSide, ComparedColumn, Comparison } from '../../../domain/schema/comparison'
import { redactText } from '../../../domain/redact-text'
import { isBeforeUndo, unchangedWords } from '../../../domain/snapshot/comparison-words'
import { measureShares, sizeOf, type Measure } from '../../../domain/snapshot/measure-shares'
import { periodWords, rangeWords, timeCovered } from '../../../domain/snapshot/range-words'
import { othersName, othersPhrases } from '../../../domain/whose-rows'
import { chartColumn } from './report-csv'
import { chartPicture, spreadPicture } from './report-pictures'
import { reportStyle } from './report-style'
import type { ReportSubject } from './report-subject'

/**
 * One HTML file that says what changed between two moments. It opens without a network: style and pictures are inside,
 * and it has no scripts. It holds counts, ranges and frequent values, but no rows; whatever looks like a secret is
 * hidden.
 */
export function reportPage(subject: ReportSubject): string {
  const { comparison, job, at } = subject
  const { after, before } = comparison
  const title = `${after.database} / ${after.table}`
  const time = chartColumn(comparison, subject.timeColumn)
  const names = job?.sources.map(({ name }) => name) ?? []
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${text(`${title}, before and after`)}</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<p class="where">${text(clusterWords(after.clusterUri, after.isLocalCluster))} · ${text(title)}</p>
<h1>Before and after${names.length === 0 ? '' : ` ${text(listWords(names))}`}</h1>
<p class="when">${text(momentsWords(before?.at, after.at))} · written ${moment(at)} (times in UTC)</p>
</header>
<section class="numbers">${numbers(comparison, time)}${verdict(subject)}</section>
${time === undefined ? '' : timeSection(comparison, time)}
<section>
<h2>${changedWords(comparison)}</h2>
<div class="wide"><table>
<thead><tr><th>Column</th><th class="right">Nulls</th><th class="right">Distinct, about</th><th>Range</th><th>Distribution</th><th>What changed</th></tr></thead>
<tbody>
${comparison.columns.map(columnRow).join('\n')}
</tbody>
</table></div>
<p class="note">Upper line: after. Lower line: before.${sampledWords(comparison)}</p>
</section>
</body>
</html>
`
}

function numbers(comparison: Comparison, time: ComparedColumn | undefined): string {
  const { rows, extents } = comparison
  const size = sizeOf(comparison)
  const measured = (label: string, of: Measure, format: typeof count): string => {
    const { change: by, others } = measureShares(of, comparison, format)
    return stat(label, format(of.after), change({ before: of.before, by, others }, format))
  }
  const stats = [
    stat(
      'Rows',
      count(rows.after),
      change({ before: rows.before, by: rows.added, others: othersPhrases(rows) }, count),
    ),
    measured('Size', size, bytes),
    measured('Extents', extents, count),
  ]
  const covers = time?.after ?? null
  if (time !== undefined && covers !== null) {
    const covered = timeCovered(time)
    stats.push(
      stat(`Time covered, ${time.name}`, periodWords(covers), {
        from: covered.before === null ? '' : `from ${covered.before}`,
        words: covered.change?.words ?? 'unchanged',
        tone: covered.change?.by === 'ours' ? 'up' : 'plain',
        others: [],
      }),
    )
  }
  return `<dl>${stats.join('')}</dl>`
}

/** How a number changed, by this ingestion and by others. */
interface Changed {
  readonly from: string
  readonly words: string
  readonly tone: 'up' | 'down' | 'plain'
  readonly others: readonly string[]
}

function stat(label: string, value: string, { from, words, tone, others }: Changed): string {
  const more = others.length === 0 ? '' : `<dd>${text(others.join(', '))}</dd>`
  return `<div><dt>${text(label)}</dt><dd class="big">${text(value)}</dd><dd>${text(from)}</dd><dd class="${tone}">${text(words)}</dd>${more}</div>`
}

function verdict({ job, comparison }: ReportSubject): string {
  if (job === null) return ''
  const { tone, words, hint, reach } = jobVerdict(job)
  const undone =
    job.undoneAt === undefined
      ? undefined
      : `Undone ${moment(job.undoneAt)}${isBeforeUndo(comparison, job) ? '; this is how it was before the undo' : ''}.`
  const notes = [hint, reach, undone].flatMap((note) =>
    note === undefined ? [] : `<p class="note">${text(note)}</p>`,
  )
  return `<p class="verdict ${toneClasses[tone]}">${text(words)}</p>${notes.join('')}`
}

const toneClasses: Readonly<Record<JobVerdict['tone'], string>> = {
  landed: 'good',
  failed: 'bad',
  warning: 'bad',
  running: 'plain',
  quiet: 'plain',
}

function timeSection(comparison: Comparison, column: ComparedColumn): string {
  const hasOthers = column.bins.some(({ others }) => others > 0)
  const added = comparison.tag === null ? 'since then' : 'this ingestion'
  return `<section>
<h2>Where in time the rows fall, by ${text(column.name)}</h2>
<p class="legend"><span class="before">before</span><span class="added">${added}</span>${hasOthers ? `<span class="others">${othersName(comparison.rows)}</span>` : ''}</p>
${chartPicture(column)}
</section>`
}

function columnRow(column: ComparedColumn): string {
  const { name, type, before, after, changes, newValues } = column
  const range = (side: ColumnSide | null): string => (side === null ? '' : rangeWords(type, side))
  const pills = changes
    .map(
      ({ tone, by, words }) => `<span class="pill ${by === 'ours' ? tone : 'quiet'}">${text(words)}</span>`,
    )
    .join(' ')
  const detail = newValues.length > 0 ? `New: ${newValues.join(', ')}` : range(after)
  return `<tr><th scope="row">${text(name)}<small>${type}</small></th>${numberCell(nulls(after), nulls(before))}${numberCell(distinct(after), distinct(before))}<td>${text(detail)}<small>${text(range(before))}</small></td><td>${spreadPicture(column)}</td><td>${pills === '' ? `<span class="same">${unchangedWords(column)}</span>` : pills}</td></tr>`
}

function numberCell(after: string, before: string): string {
  return `<td class="right">${text(after)}<small>${text(before)}</small></td>`
}

function nulls(side: ColumnSide | null): string {
  if (side === null) return ''
  return side.nullsAreEstimated && side.nulls > 0 ? `about ${count(side.nulls)}` : count(side.nulls)
}

function distinct(side: ColumnSide | null): string {
  if (side === null || side.distinct === null) return ''
  return side.distinctIsLeast ? `over ${count(side.distinct)}` : count(side.distinct)
}

function change(
  {
    before,
    by,
    others,
  }: { readonly before: number | null; readonly by: number | null; readonly others: readonly string[] },
  format: (value: number) => string,
): Changed {
  if (before === null || by === null) return { from: '', words: '', tone: 'plain', others }
  if (by === 0 && others.length === 0) return { from: '', words: 'unchanged', tone: 'plain', others }
  const from = `from ${format(before)}`
  if (by === 0) return { from, words: '0 by this ingestion', tone: 'plain', others }
  return { from, words: `${by > 0 ? '+' : '−'}${format(Math.abs(by))}`, tone: by > 0 ? 'up' : 'down', others }
}

function changedWords({ columns, rows }: Comparison): string {
  if (rows.before === 0) return 'The table was empty before'
  const changed = columns.filter(({ changes }) => changes.length > 0).length
  return changed === 0 ? 'No column changed' : `${changed} of ${columns.length} columns changed`
}

function sampledWords({ sampledOneOf, furtherColumns }: Comparison): string {
  return [
    ...(sampledOneOf === null
      ? []
      : [` Spreads and distinct values: sampled 1 of ${count(sampledOneOf)} rows. Rows are counted.`]),
    ...(furtherColumns === 0 ? [] : [` ${count(furtherColumns)} more columns were not looked at.`]),
  ].join('')
}

function clusterWords(clusterUri: string, isLocal: boolean): string {
  return isLocal ? 'Local cluster' : new URL(clusterUri).host
}

function momentsWords(before: number | undefined, after: number): string {
  return before === undefined ? `as of ${moment(after)}` : `${moment(before)} and ${moment(after)}`
}

function listWords([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

function moment(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

function count(value: number | null): string {
  return value === null ? 'not known' : value.toLocaleString('en-US')
}

function bytes(value: number | null): string {
  if (value === null) return 'not known'
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
  const digits = power === 0 || value / 1000 ** power >= 100 ? 0 : 1
  return `${(value / 1000 ** power).toFixed(digits)} ${units[power] ?? ''}`
}

/** Text for HTML, without anything that may be a secret. */
function text(content: string): string {
  return redactText(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
