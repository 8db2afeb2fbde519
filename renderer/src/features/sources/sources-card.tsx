import { Tab, TabList } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { Card } from '../../components/card'
import { sourcesTabs } from '../../state/view'
import { useStudio } from '../../state/use-studio'
import { sourcesText } from '../../text/en-work'
import { IngestOptionsButton } from './ingest/ingest-options'
import styles from './sources.module.css'
import { waysIn } from './ways-in'

/** The one place to add data, with a tab for each way. */
export function SourcesCard(): ReactElement {
  const tab = useStudio((state) => state.tab)
  const chooseTab = useStudio((state) => state.chooseTab)
  const { Panel, Header } = waysIn[tab]
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
          <Header />
          <IngestOptionsButton />
        </div>
      </div>
      <div id="sources-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} className={styles['panel']}>
        <Panel />
      </div>
    </Card>
  )
}
