import { Button, type ButtonProps } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import styles from './quiet-button.module.css'

type QuietButtonProps = Extract<ButtonProps, { as?: 'button' }>

/** A small, unobtrusive button for side matters. */
export function QuietButton(
  props: Omit<QuietButtonProps, 'size' | 'appearance' | 'className'>,
): ReactElement {
  return <Button {...props} size="small" appearance="subtle" className={styles['quiet'] ?? ''} />
}
