import { Button } from '@fluentui/react-components'
import { StarFilled, StarRegular } from '@fluentui/react-icons/svg/star'
import type { ReactElement } from 'react'
import { appText } from '../text/en'

/** A star that marks something, so that it stands first. */
export function FavoriteButton(props: {
  /** What is marked. */
  readonly name: string
  readonly isMarked: boolean
  readonly onToggle: () => void
}): ReactElement {
  const { name, isMarked, onToggle } = props
  return (
    <Button
      size="small"
      appearance="transparent"
      icon={isMarked ? <StarFilled /> : <StarRegular />}
      aria-label={appText.favorite(name)}
      aria-pressed={isMarked}
      title={isMarked ? appText.unmark : appText.mark}
      onClick={onToggle}
    />
  )
}
