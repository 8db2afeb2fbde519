import { useMemo } from 'react'
import { valueOf } from '../../../state/loadable'
import {
  containerChoice,
  seenOfChoice,
  type ContainerChoice,
  type SeenOfChoice,
} from '../../../state/sources/container'
import { useStudio } from '../../../state/use-studio'

/** What is taken of the container, and what was seen of that; computed when something of it changes. */
export function useContainerChoice(): ContainerChoice & { readonly seen: SeenOfChoice } {
  const container = useStudio((state) => state.container)
  const containerPatterns = useStudio((state) => state.containerPatterns)
  const containerLooks = useStudio((state) => state.containerLooks)
  const blobFormat = useStudio((state) => state.blobFormat)
  const ingestOptions = useStudio((state) => state.ingestOptions)
  const columns = useStudio((state) => valueOf(state.details)?.columns)
  return useMemo(() => {
    const state = { container, containerPatterns, containerLooks, blobFormat, ingestOptions }
    const choice = containerChoice(state)
    return { ...choice, seen: seenOfChoice(choice, containerLooks, columns ?? []) }
  }, [container, containerPatterns, containerLooks, blobFormat, ingestOptions, columns])
}
