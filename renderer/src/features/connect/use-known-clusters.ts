import { otherRecentClusters } from '../../state/favorites'
import { useStudio } from '../../state/use-studio'

/** Clusters to go back to, without the local one, which has its own entry. */
export function useKnownClusters(): {
  readonly favorites: readonly string[]
  readonly recent: readonly string[]
} {
  const settings = useStudio((state) => state.settings)
  const local = useStudio((state) => state.localCluster?.clusterUri ?? null)
  return {
    favorites: settings.favoriteClusters,
    recent: otherRecentClusters(settings).filter((uri) => uri !== local),
  }
}
