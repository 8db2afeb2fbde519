import { expect, it } from 'vitest'
import { kustoLanguage, warmParser } from '../../../../electron/local-cluster/kql/kusto-language'

it('loads the parser in steps, with turns for other work between them', async () => {
  let turns = 0
  let warm = false
  const count = (): void => {
    if (warm) return
    turns++
    setImmediate(count)
  }
  setImmediate(count)
  await warmParser()
  warm = true
  expect(turns).toBeGreaterThanOrEqual(9)
  const { KustoCode, GlobalState } = kustoLanguage()
  expect(KustoCode.ParseAndAnalyze('print a = nothing', GlobalState.Default).GetDiagnostics().Count).toBe(1)
}, 60_000)
