import type { ReactElement } from 'react'
import { wordsOfFinding } from '../../../../electron/domain/finding-words'
import { PillButton } from '../../components/pill'
import { isGrave, worstFirst } from '../../state/inspection/finding-choices'
import { findingsOf } from '../../state/inspection/inspection'
import { useStudio } from '../../state/use-studio'

/** The worst thing that a look into the pasted rows or the blob found; it opens the page that says all. */
export function LookPill(props: { readonly inspectionKey: 'paste' | 'blob' }): ReactElement | null {
  const inspection = useStudio((state) => state.inspections[props.inspectionKey])
  const prepareTab = useStudio((state) => state.prepareTab)
  if (inspection === undefined) return null
  const findings = worstFirst(findingsOf(inspection)).filter(isGrave)
  const [worst] = findings
  if (worst === undefined) return null
  const { label, text } = wordsOfFinding(worst)
  const words = findings.length > 1 ? `${label} +${findings.length - 1}` : label
  return (
    <PillButton
      focusKey={`look ${props.inspectionKey}`}
      tone={worst.effect === 'refused' ? 'failed' : 'warning'}
      label={`${words}: ${text}`}
      onClick={() => void prepareTab()}
    >
      {words}
    </PillButton>
  )
}
