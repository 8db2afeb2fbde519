import {
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import type { ReactElement } from 'react'
import { localClusterName } from '../../../../electron/domain/cluster-uri'
import { useClusterAway } from '../../state/use-cluster-away'
import { useStudio } from '../../state/use-studio'
import { connectText } from '../../text/en'
import styles from './connect.module.css'
import { useKnownClusters } from './use-known-clusters'

/** Shows the cluster in use and switches to another. */
export function ClusterPicker(): ReactElement {
  const connection = useStudio((state) => state.connection)
  const opening = useStudio((state) => state.opening)
  const failed = useStudio((state) => state.connectionError !== null && state.connection?.state !== 'open')
  const { favorites, recent } = useKnownClusters()
  const openCluster = useStudio((state) => state.openCluster)
  const openView = useStudio((state) => state.openView)
  const isAway = useClusterAway()
  const state =
    opening !== null
      ? 'opening'
      : failed
        ? 'failed'
        : connection?.state === 'open' && isAway
          ? 'silent'
          : (connection?.state ?? 'closed')
  const name = nameOf(opening) ?? connection?.displayName ?? connectText.none
  return (
    <Menu positioning={{ matchTargetSize: 'width' }}>
      <MenuTrigger disableButtonEnhancement>
        <button
          type="button"
          className={styles['picker']}
          aria-label={connectText.picker(name, connectText.states[state])}
          title={connection?.clusterUri}
        >
          <span className={styles['light']} data-state={state} />
          <span className={styles['pickerName']}>{name}</span>
          <span className={styles['chevron']}>
            <ChevronDownRegular />
          </span>
        </button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => void openCluster(localClusterName)}>{connectText.localCluster}</MenuItem>
          {[
            { title: connectText.favorites, uris: favorites },
            { title: connectText.recent, uris: recent },
          ].map(
            ({ title, uris }) =>
              uris.length > 0 && (
                <MenuGroup key={title}>
                  <MenuGroupHeader>{title}</MenuGroupHeader>
                  {uris.map((uri) => (
                    <MenuItem key={uri} title={uri} onClick={() => void openCluster(uri)}>
                      {hostOf(uri)}
                    </MenuItem>
                  ))}
                </MenuGroup>
              ),
          )}
          <MenuDivider />
          <MenuItem onClick={() => openView({ kind: 'connect' })}>{connectText.connectTo}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function nameOf(opening: string | null): string | undefined {
  if (opening === null) return undefined
  return opening === localClusterName ? connectText.localCluster : hostOf(opening)
}

function hostOf(uri: string): string {
  return uri.replace(/^https?:\/\//, '').replace(/\/$/, '')
}
