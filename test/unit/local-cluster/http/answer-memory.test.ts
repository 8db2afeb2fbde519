import { expect, it } from 'vitest'
import { AnswerMemory } from '../../../../electron/local-cluster/http/answer-memory'

const refused = /E_LOW_MEMORY_CONDITION|have not read yet/

it('refuses what all answers together have no room for, and says that a retry helps', () => {
  const memory = new AnswerMemory(100)
  const first = memory.begin()
  const second = memory.begin()
  first.keep(60)
  second.keep(40)
  expect(() => first.keep(1)).toThrow(
    expect.objectContaining({ code: 'E_LOW_MEMORY_CONDITION', permanent: false }) as Error,
  )
  expect(() => second.keep(1)).toThrow(refused)
})

it('gets back what an answer took, once', () => {
  const memory = new AnswerMemory(100)
  const first = memory.begin()
  const second = memory.begin()
  first.keep(60)
  second.keep(40)
  first.release()
  first.release()
  second.keep(60)
  expect(() => second.keep(1)).toThrow(refused)
})

it('does not count what is written for an answer that was given up', () => {
  const memory = new AnswerMemory(100)
  const gone = memory.begin()
  gone.release()
  gone.keep(1000)
  expect(() => memory.begin().keep(100)).not.toThrow()
})
