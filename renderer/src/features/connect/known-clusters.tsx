import { Button } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import type { ReactElement } from 'react'
import { FavoriteButton } from '../../components/favorite-button'
import { useStudio } from '../../state/use-studio'
import { connectText } from '../../text/en'
import styles from './connect.module.css'
import { useKnownClusters } from './use-known-clusters'

/** Favorites, then the clusters opened last. A click fills the field in; a star keeps a cluster at the top. */
export function KnownClusters(props: { readonly onChoose: (uri: string) => void }): ReactElement | null {
  const { favorites, recent } = useKnownClusters()
  const toggle = useStudio((state) => state.toggleFavoriteCluster)
  const forget = useStudio((state) => state.forgetCluster)
  const uris = [...favorites, ...recent]
  if (uris.length === 0) return null
  return (
    <div className={styles['recent']}>
      <h3 className={styles['subtitle']}>{connectText.known}</h3>
      <ul className={styles['known']} aria-label={connectText.known}>
        {uris.map((uri) => (
          <li key={uri}>
            <FavoriteButton name={uri} isMarked={favorites.includes(uri)} onToggle={() => void toggle(uri)} />
            <Button
              size="small"
              appearance="subtle"
              className={styles['knownUri'] ?? ''}
              onClick={() => props.onChoose(uri)}
            >
              {uri}
            </Button>
            <Button
              size="small"
              appearance="transparent"
              icon={<DismissRegular />}
              aria-label={connectText.forget(uri)}
              title={connectText.forget(uri)}
              onClick={() => void forget(uri)}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
