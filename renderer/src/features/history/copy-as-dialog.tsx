import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { StudioDialog } from '../../components/studio-dialog'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { historyText } from '../../text/en-history'
import { CopyAs } from './copy-as'

/** What is about to be sent, for another tool. */
export function CopyAsDialog(): ReactElement {
  const closeView = useStudio((state) => state.closeView)
  const copySourcesAs = useStudio((state) => state.copySourcesAs)
  return (
    <StudioDialog
      title={historyText.copyTitle}
      width="wide"
      onClose={closeView}
      actions={
        <Button appearance="primary" onClick={closeView}>
          {appText.close}
        </Button>
      }
    >
      <p>{historyText.copyIntro}</p>
      <CopyAs write={copySourcesAs} />
    </StudioDialog>
  )
}
