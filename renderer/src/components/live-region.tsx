import { useEffect, useState, type ReactElement } from 'react'
import { useStudio } from '../state/use-studio'

const sentenceEveryMs = 1000

/** The page's only live region: politely speaks what was announced, at most one sentence a second. */
export function LiveRegion(): ReactElement {
  const [sentence, setSentence] = useState('')
  const take = useStudio((state) => state.takeAnnouncement)
  useEffect(() => {
    const timer = setInterval(() => {
      const next = take()
      if (next !== undefined) setSentence(next)
    }, sentenceEveryMs)
    return () => clearInterval(timer)
  }, [take])
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {sentence}
    </div>
  )
}
