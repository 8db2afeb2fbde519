import { Button, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components'
import { useState, type ReactElement, type ReactNode } from 'react'
import { useStudio } from '../../../state/use-studio'
import { compareText } from '../../../text/en-compare'
import styles from './compare-page.module.css'

/** A number that opens as the KQL behind it. */
export function KqlNumber(props: {
  /** What the number is, for those who only hear it. */
  readonly what: string
  readonly kql: string
  readonly className?: string | undefined
  readonly children: ReactNode
}): ReactElement {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover
      open={isOpen}
      onOpenChange={(_, { open }) => setIsOpen(open)}
      trapFocus
      withArrow
      positioning="below-start"
    >
      <PopoverTrigger disableButtonEnhancement>
        <button
          type="button"
          className={`${styles['number'] ?? ''} ${props.className ?? ''}`}
          title={compareText.kql(props.what)}
        >
          {props.children}
        </button>
      </PopoverTrigger>
      <PopoverSurface className={styles['kql'] ?? ''} aria-label={compareText.kql(props.what)}>
        {isOpen && <Kql kql={props.kql} />}
      </PopoverSurface>
    </Popover>
  )
}

function Kql(props: { readonly kql: string }): ReactElement {
  const announce = useStudio((state) => state.announce)
  const openQuery = useStudio((state) => state.openQuery)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(props.kql)
    announce(compareText.copied)
  }
  return (
    <>
      <pre tabIndex={0}>{props.kql}</pre>
      <p>{compareText.kqlAsOf}</p>
      <div className={styles['kqlActions']}>
        <Button size="small" appearance="primary" onClick={() => openQuery(props.kql)}>
          {compareText.openInQuery}
        </Button>
        <Button size="small" onClick={() => void copy()}>
          {compareText.copy}
        </Button>
      </div>
    </>
  )
}
