import { useCallback } from 'react'
import { useJudgedNow } from './clock'
import { isClusterAway } from './row-counts'
import { useStudio } from './use-studio'

/** Whether the open cluster has stopped answering; the local one says so itself. */
export function useClusterAway(): boolean {
  const watch = useStudio((state) => state.watch)
  const isDown = useStudio(
    ({ connection, localCluster }) =>
      connection?.isLocalCluster === true && localCluster !== null && localCluster.state !== 'running',
  )
  const isAway = useJudgedNow(useCallback((now: number) => isClusterAway(watch, now), [watch]))
  return isDown || isAway
}
