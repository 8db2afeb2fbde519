import { expect, test } from 'vitest'
import { findingLine, reportFinding, reportProblem } from '../../../electron/cli/finding-report'
import { makeFinding } from '../../../electron/domain/recognition/make-finding'
import { effectSchema, findingKinds } from '../../../electron/domain/schema/inspection'

test.each(findingKinds)('the command line words %s as the window does', (kind) => {
  for (const effect of effectSchema.options) {
    const examples = [{ line: 7, record: 6, value: 'x1', becomes: null }]
    const report = reportFinding(
      'data/a.csv',
      makeFinding(kind, effect, { count: 3, column: 'temp', examples }),
    )
    expect(report).toMatchObject({ file: 'data/a.csv', line: 7, column: 'temp', value: 'x1', effect, kind })
    expect(report.reason).toMatch(/^\S.*[.!?]$/s)
    expect(report.nextStep).toMatch(/^\S.*[.!?]$/s)
    expect(findingLine(report)).not.toMatch(/undefined|NaN|\[object/)
  }
})

test('what keeps a source from being read is a finding with its place', () => {
  const problem = {
    code: 'EncodingNotSupported',
    message: 'Byte 0xE9 is no UTF-8.',
    retryable: false,
    line: 4,
  } as const
  expect(reportProblem('a.csv', problem)).toMatchObject({
    kind: 'unreadable',
    effect: 'refused',
    line: 4,
    reason: 'Byte 0xE9 is no UTF-8.',
  })
})
