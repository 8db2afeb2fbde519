import {
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import type { FormEvent, ReactElement, ReactNode } from 'react'
import styles from './studio-dialog.module.css'

/** The studio's dialog: title, content, actions. Escape closes it, Enter submits it. */
export function StudioDialog(props: {
  readonly title: string
  readonly onClose: () => void
  readonly onSubmit?: ((event: FormEvent) => void) | undefined
  /** `alert`: the user must decide, so a click outside does not close it. */
  readonly type?: 'modal' | 'alert'
  readonly width?: 'narrow' | 'wide'
  readonly actions: ReactNode
  readonly children: ReactNode
}): ReactElement {
  return (
    <Dialog
      open
      modalType={props.type ?? 'modal'}
      onOpenChange={(_, data) => {
        if (!data.open) props.onClose()
      }}
    >
      <DialogSurface className={props.width === 'wide' ? styles['wide'] : styles['narrow']}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            props.onSubmit?.(event)
          }}
        >
          <DialogBody>
            <DialogTitle className={styles['title'] ?? ''} title={props.title}>
              {props.title}
            </DialogTitle>
            <DialogContent className={styles['content']}>{props.children}</DialogContent>
            <DialogActions>{props.actions}</DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
