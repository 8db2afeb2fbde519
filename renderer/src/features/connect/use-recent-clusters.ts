import { useStudio } from '../../state/use-studio'

/** Clusters opened before, newest first, without the local one, which has its own entry. */
export function useRecentClusters(): readonly string[] {
  const recent = useStudio((state) => state.settings.recentClusters)
  const local = useStudio((state) => state.localCluster?.clusterUri ?? null)
  return recent.filter((uri) => uri !== local)
}
