import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CommandLineUnderTest, csv, lastLine, type CommandLineRun } from './command-line-under-test'

/** A name space of its own may mount a disk without the rights of root, where the system allows that. */
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

let studio: CommandLineUnderTest
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
})
afterAll(() => studio.close())

/** Runs the command line with a home folder on a disk of its own, and lists what is left below that. */
async function onSmallDisk(
  megabytes: number,
  args: readonly string[],
  input = '',
): Promise<{ readonly ended: CommandLineRun; readonly left: string }> {
  const home = join(studio.folder, `home-${megabytes}`)
  const left = join(studio.folder, 'left')
  mkdirSync(home, { recursive: true })
  const script = `mount -t tmpfs -o size=${megabytes}m tmpfs "$KUSTO_STUDIO_HOME" && "$@"
    code=$?; cd "$KUSTO_STUDIO_HOME" && find . -type f > "${left}"; exit $code`
  const within = ['unshare', '-rm', 'sh', '-c', script, 'sh']
  const ended = await studio.run(args, { home, within, input })
  return { ended, left: readFileSync(left, 'utf8') }
}

/** Text that has to be converted. */
const latin1 = (rows: number): Buffer => Buffer.from(csv(rows).replaceAll('text', 'M\xfcller'), 'latin1')

describe.skipIf(!canMount)('with a home folder on a disk that is too small', () => {
  test('a file that could not be converted there is refused before, with what it needs and what is free', async () => {
    await studio.createTable('TooSmall')
    const file = studio.file('too-small.csv', latin1(1_200_000))
    const args = ['ingest', ...studio.target('TooSmall'), '--convert', 'text', '--json', file]
    const { ended, left } = await onSmallDisk(30, args)
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr).toMatch(
      /Converting these sources needs about \d+ MB on the disk with the home folder, and (2\d|30) MB are free\. Make room/,
    )
    expect(left).not.toContain('converted')
    expect(await studio.client.count('TooSmall')).toBe(0)
  })

  test('a file that turns out larger than anybody could know ends with an error, and leaves nothing there', async () => {
    await studio.createTable('Larger')
    // The size at the end of such a file is that of its last part.
    const file = studio.file(
      'larger.csv.gz',
      Buffer.concat([gzipSync(latin1(2_400_000)), gzipSync(latin1(10))]),
    )
    const args = ['ingest', ...studio.target('Larger'), '--convert', 'text', '--json', file]
    const { ended, left } = await onSmallDisk(25, args)
    expect(ended.exitCode).toBe(1)
    expect(lastLine(ended)).toMatchObject({ complete: false, landed: 0 })
    expect(ended.stderr).toMatch(
      /While “larger\.csv\.gz” was converted, the disk with the home folder was full, where \d+ MB are free again\. Make room/,
    )
    expect(left).not.toContain('converted')
    expect(await studio.client.count('Larger')).toBe(0)
  })

  test('standard input that does not fit is refused, and its copy is removed', async () => {
    await studio.createTable('Piped')
    const args = ['ingest', ...studio.target('Piped'), '--format', 'csv', '--json', '-']
    const { ended, left } = await onSmallDisk(8, args, csv(900_000))
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr).toContain('The disk with the home folder is full.')
    expect(left).not.toContain('standard-input')
    expect(await studio.client.count('Piped')).toBe(0)
  })
})
