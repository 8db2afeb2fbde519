import type { ReactElement } from 'react'
import { formatAgo, formatDateTime } from '../text/format'
import { useNow } from '../state/clock'

/** How long ago something was; hovering shows the exact time. */
export function Ago(props: { readonly at: number; readonly className?: string | undefined }): ReactElement {
  const now = useNow(20_000)
  return (
    <time
      className={props.className}
      dateTime={new Date(props.at).toISOString()}
      title={formatDateTime(props.at)}
    >
      {formatAgo(props.at, now)}
    </time>
  )
}
