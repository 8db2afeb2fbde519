import { readFileSync, readdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { spawnSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { CommandLineUnderTest } from '/tmp/wt/r11-ways/test/integration/cli/command-line-under-test'
import { uploadBlob } from '/tmp/wt/r11-ways/test/support/upload-blob'
const root = '/work/shared/cases'
const cli = await CommandLineUnderTest.start()
const only = process.argv.slice(2)
const show = (run: any) => {
  let j: any = null
  try { j = JSON.parse(run.stdout.trimEnd().split('\n').at(-1)) } catch {}
  const f = (j?.findings ?? []).map((x: any) => `${x.kind}${x.column ? ' ' + x.column : ''} l${x.line} n${x.count} ${x.effect} «${x.value}»`)
  const s = j === null ? run.stdout.slice(0, 300) : `complete=${j.complete} state=${j.state} exp=${j.expected} landed=${j.landed} miss=${j.missing}`
  return `exit ${run.exitCode} ${s}\n     ${f.join(' | ')}\n     ERR ${run.stderr.trim().split('\n').join('\n         ')}`
}
for (const name of readdirSync(root)) {
  if (['CASES.md', 'landing'].includes(name) || (only.length && !only.includes(name))) continue
  const dir = join(root, name)
  let spec: any = {}
  try { spec = JSON.parse(readFileSync(join(dir, 'case.json'), 'utf8')) } catch {}
  const schema = spec.schema ?? (name.startsWith('blob') ? 'id: long, city: string' : undefined)
  let files = readdirSync(dir).filter((f) => f !== 'case.json').map((f) => join(dir, f))
  if (name === 'dynamic_too_large') files = [cli.file('d.json', `{"id":1,"body":{"x":"${'y'.repeat(1_200_000)}"}}\n{"id":2,"body":{"a":1}}\n`)]
  if (name === 'long_text') files = [cli.file('l.csv', `id,s\n1,${'y'.repeat(1_200_000)}\n2,b\n`)]
  console.log(`\n##### ${name}`)
  let table = name
  if (schema) {
    await cli.createTable(table, schema)
    if (name === 'mapping_path_typo') await cli.client.rows(`.create table mapping_path_typo ingestion json mapping "M" '[{"Column":"id","Properties":{"Path":"$.id"}},{"Column":"name","Properties":{"Path":"$.device.name"}},{"Column":"temp","Properties":{"Path":"$.temp"}}]'`)
  }
  let paths = files
  if (name.startsWith('blob')) paths = await Promise.all(files.map(async (f) => uploadBlob(cli.cluster.clusterUri, `${name}-${f.split('/').at(-1)}`, readFileSync(f))))
  const flags = (spec.flags ?? [])
  const home = `${cli.home}-${name}`
  const noMap = flags.filter((f: string) => f !== '--mapping' && f !== 'M')
  console.log('  INSPECT', show(await cli.run(['inspect', '--json', ...noMap, ...paths], { home: home + 'i' })))
  if (schema) {
    console.log('  PREFLIGHT', show(await cli.run(['preflight', '--json', ...cli.target(table), ...flags, ...paths], { home: home + 'p' })))
    const runs = spec.runs ?? [null]
    for (const r of runs) console.log('  INGEST', show(await cli.run(['ingest', '--json', ...cli.target(table), ...flags, ...(r ? r.map((x: string) => join(dir, x.slice(1))) : paths)], { home })))
    console.log('  ROWS', JSON.stringify((await cli.client.rows(`${table} | take 8`))).slice(0, 500))
  }
}
await cli.close()
