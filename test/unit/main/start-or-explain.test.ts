import { expect, test } from 'vitest'
import { StudioError } from '../../../electron/domain/studio-error'
import { methodNames, preloadMethodNames } from '../../../electron/contract/names'
import { mayCallReadOnly } from '../../../electron/main/read-only'
import { choicesFor, describeStartFailure, startOrExplain } from '../../../electron/main/start-or-explain'
import {
  journalDamaged,
  journalIsForeign,
  journalIsNewer,
  openFailure,
} from '../../../electron/services/jobs/journal/journal-failure'

test('it is tried again until it works, and each failure is shown', async () => {
  const shown: unknown[] = []
  let attempts = 0
  const start = (): Promise<string> =>
    ++attempts < 3 ? Promise.reject(new Error(`attempt ${attempts}`)) : Promise.resolve('open')
  const ask = (failure: unknown): Promise<'tryAgain'> => {
    shown.push((failure as Error).message)
    return Promise.resolve('tryAgain')
  }
  expect(await startOrExplain(start, ask)).toEqual({ kind: 'started', value: 'open' })
  expect(shown).toEqual(['attempt 1', 'attempt 2'])
})

test('it is given up when the person says so', async () => {
  const start = (): Promise<never> => Promise.reject(new Error('no'))
  expect(await startOrExplain(start, () => Promise.resolve('quit'))).toEqual({ kind: 'givenUp' })
})

test('what nobody expected is said without its text, which may be anything', () => {
  const words = describeStartFailure(new TypeError('x is not a function'), '/home/studio.log')
  expect(words).toBe('Something unexpected went wrong. The log says more: /home/studio.log')
  const known = new StudioError('DiskFull', 'The disk is full.', { nextStep: 'Free some space.' })
  expect(describeStartFailure(known, '')).toBe('The disk is full.\n\nFree some space.')
})

test('a journal that can be read at all is shown read-only, and one that is in the way can be put aside', () => {
  const offered = (failure: unknown): readonly string[] => choicesFor(failure, false)
  const always = ['tryAgain', 'otherHome', 'showFolder', 'copyDiagnostics', 'quit']
  expect(offered(new Error('x'))).toEqual(always)
  const both = ['readOnly', 'putAside']
  expect(offered(journalDamaged('/j'))).toEqual(expect.arrayContaining([...always, ...both]))
  expect(offered(journalIsNewer('/j', 9, 3))).toEqual(expect.arrayContaining([...always, ...both]))
  expect(offered(journalIsForeign('/j'))).not.toContain('readOnly')
  expect(offered(openFailure(new Error('database is locked'), '/j'))).not.toContain('putAside')
  expect(choicesFor(new Error('x'), true)).toContain('standardHome')
})

test('read-only is one attempt: if that fails, it is asked again', async () => {
  const modes: string[] = []
  const answers = ['readOnly', 'tryAgain', 'quit'] as const
  let asked = 0
  await startOrExplain(
    (mode) => {
      modes.push(mode)
      return Promise.reject(new Error('no'))
    },
    () => Promise.resolve(answers[asked++] ?? 'quit'),
  )
  expect(modes).toEqual(['normal', 'readOnly', 'normal'])
})

test.each([
  ['history/list', {}, true],
  ['table/query', { isConfirmed: false }, true],
  ['table/query', { isConfirmed: true }, false],
  ['connection/check', {}, true],
  ['connection/openDevicePage', {}, true],
  ['jobs/start', {}, false],
  ['jobs/undo', {}, false],
  ['jobs/retry', {}, false],
  ['catalog/dropTable', {}, false],
] as const)('read-only, %s with %j may be called: %s', (method, request, may) => {
  expect(mayCallReadOnly(method, request)).toBe(may)
})

test('read-only, each call that leads to a change is refused, and no other', () => {
  const methods = [...methodNames, ...preloadMethodNames]
  expect(methods.filter((method) => !mayCallReadOnly(method, {}))).toEqual([
    'catalog/createTable',
    'catalog/setBatchingPolicy',
    'catalog/addColumns',
    'catalog/saveMapping',
    'catalog/dropTable',
    'samples/prepare',
    'sources/choose',
    'sources/inspectBlob',
    'sources/listBlobs',
    'sources/moreBlobs',
    'sources/lookAtBlobs',
    'sources/lookAtHeaders',
    'inspection/look',
    'inspection/check',
    'jobs/start',
    'jobs/cancel',
    'jobs/pause',
    'jobs/resume',
    'jobs/retry',
    'jobs/checkAgain',
    'jobs/provideBlobUri',
    'jobs/move',
    'jobs/undo',
    'jobs/runAgain',
    'snapshots/take',
    'sources/register',
  ])
})
