import { useStudio } from '../../state/use-studio'

/** Clusters that were open before, newest first; the local cluster has a place of its own. */
export function useRecentClusters(): readonly string[] {
  const recent = useStudio((state) => state.settings.recentClusters)
  const local = useStudio((state) => state.localCluster?.clusterUri ?? null)
  return recent.filter((uri) => uri !== local)
}
