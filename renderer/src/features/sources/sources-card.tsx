import { Tab, TabList } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { Card } from '../../components/card'
import { sourcesTabs } from '../../state/view'
import { useStudio } from '../../state/use-studio'
import { sourcesText } from '../../text/en-work'
import { BlobTab } from './blob-tab'
import { FilesTab } from './files-tab'
import { HeaderSwitch } from './header-switch'
import { IngestOptionsButton } from './ingest-options'
import { PasteTab } from './paste-tab'
import styles from './sources.module.css'

/** The one place to add data, with its three ways in. */
export function SourcesCard(): ReactElement {
  const tab = useStudio((state) => state.tab)
  const chooseTab = useStudio((state) => state.chooseTab)
  return (
    <Card label={sourcesText.card} className={styles['card']}>
      <div className={styles['tabRow']}>
        <TabList
          size="small"
          selectedValue={tab}
          onTabSelect={(_, data) => {
            const chosen = sourcesTabs.find((name) => name === data.value)
            if (chosen !== undefined) chooseTab(chosen)
          }}
        >
          {sourcesTabs.map((name) => (
            <Tab key={name} value={name} id={`tab-${name}`} aria-controls="sources-panel">
              {sourcesText.tabs[name]}
            </Tab>
          ))}
        </TabList>
        <div className={styles['tabOptions']}>
          <HeaderSwitch />
          <IngestOptionsButton />
        </div>
      </div>
      <div id="sources-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} className={styles['panel']}>
        {tab === 'files' && <FilesTab />}
        {tab === 'paste' && <PasteTab />}
        {tab === 'blob' && <BlobTab />}
      </div>
    </Card>
  )
}
