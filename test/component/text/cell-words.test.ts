import { expect, test } from 'vitest'
import { cellWords } from '../../../renderer/src/text/cell-words'

test('numbers of a column read alike, with and without decimals, and keep every digit', () => {
  expect(cellWords(28_724, 'real')).toBe('28,724')
  expect(cellWords(22_162.5, 'real')).toBe('22,162.5')
  expect(cellWords(-1234.0625, 'real')).toBe('-1,234.0625')
  expect(cellWords(1e-9, 'real')).toBe('1e-9')
  expect(cellWords('123456789012345678901.10', 'decimal')).toBe('123,456,789,012,345,678,901.10')
  expect(cellWords('12345', 'string')).toBe('12345')
})
