import { z } from 'zod'
import type { ClusterAddress } from '../../domain/cluster-uri'
import { StudioError } from '../../domain/studio-error'
import { authorityHostFor, isOwnResource } from '../auth/trusted-hosts'
import { deadlines, withDeadline } from '../deadline'
import { agentsOf, createClient, publicCloud, setCloudInfo, type CloudInfo } from './client-factory'
import { notKusto, toStudioError } from './error-mapping'
import { clusterSubject } from './kusto-connection'

const answerSchema = z.object({
  AzureAD: z
    .object({
      LoginEndpoint: z.string(),
      LoginMfaRequired: z.boolean(),
      KustoClientAppId: z.guid(),
      KustoClientRedirectUri: z.string(),
      KustoServiceResourceId: z.string(),
      FirstPartyAuthorityUrl: z.string(),
    })
    .nullish(),
})

/** What a cluster's cloud needs for a sign-in, checked. */
interface SignInCloud {
  readonly authorityHost: string
  readonly clientId: string
  readonly scope: string
}

/**
 * Asks a cluster where its cloud signs in (documents: Kusto REST, auth metadata), checks the answer against the clouds
 * that the studio knows, and tells the SDK. On loopback the request only shows that something answers: the answer is
 * ignored, and there is no sign-in.
 *
 * @returns The cloud to sign in to; null for a loopback address.
 * @throws StudioError `ClusterUriInvalid` for a host outside Kusto's clouds, `ClusterUnreachable`, `ClusterRefused` for
 *   an answer that names a foreign authority or resource, `TimedOut`, `Canceled`.
 */
export async function readCloud(
  address: ClusterAddress,
  isLocalCluster: boolean,
  signal?: AbortSignal,
): Promise<SignInCloud | null> {
  const subject = clusterSubject(address, isLocalCluster)
  const authorityHost = authorityHostFor(new URL(address.clusterUri).hostname)
  if (!address.isLoopback && authorityHost === undefined) throw notAKustoHost(subject)
  const answer = await ask(address, subject, signal)
  const uris = [address.clusterUri, address.dataIngestionUri]
  if (address.isLoopback || authorityHost === undefined) {
    setCloudInfo(uris, publicCloud())
    return null
  }
  const { info, cloud } = checkCloud(answer, new URL(address.clusterUri).hostname, subject)
  setCloudInfo(uris, info)
  return cloud
}

/**
 * Checks what a cluster says about its sign-in: the authority must be its own cloud's, and the resource itself or what
 * all clusters of that cloud share. A cluster that has no metadata belongs to the public cloud.
 *
 * @param clusterHost In a known cloud.
 * @throws StudioError `ClusterRefused`, `ResponseMalformed`.
 */
export function checkCloud(
  answer: MetadataAnswer,
  clusterHost: string,
  subject: string,
): { readonly info: CloudInfo; readonly cloud: SignInCloud } {
  const info = readAnswer(answer, subject)
  const authorityHost = authorityHostFor(clusterHost)
  const resource = info.LoginMfaRequired
    ? info.KustoServiceResourceId.replace('.kusto.', '.kustomfa.')
    : info.KustoServiceResourceId
  const scope = `${resource}/.default`
  const isOwnCloud = info.LoginEndpoint.replace(/\/$/, '') === `https://${authorityHost}`
  if (!isOwnCloud || !isOwnResource(resource, clusterHost)) {
    throw new StudioError('ClusterRefused', `${subject} names a sign-in that does not belong to its cloud.`, {
      nextStep: 'The studio does not sign in there. Check the cluster URI and tell the owner of the cluster.',
    })
  }
  return {
    info,
    cloud: { authorityHost: `https://${authorityHost}`, clientId: info.KustoClientAppId, scope },
  }
}

/** A cluster's answer to the metadata request. */
interface MetadataAnswer {
  readonly status: number
  readonly body: unknown
}

async function ask(address: ClusterAddress, subject: string, signal?: AbortSignal): Promise<MetadataAnswer> {
  const client = createClient(address.clusterUri, null)
  try {
    return await withDeadline(
      { what: subject, timeoutMs: deadlines.metadata, signal },
      async (requestSignal) => {
        const response = await client.axiosInstance.get<unknown>(
          `${address.clusterUri}/v1/rest/auth/metadata`,
          {
            signal: requestSignal,
            timeout: deadlines.metadata,
            maxContentLength: 1_048_576,
            validateStatus: () => true,
          },
        )
        return { status: response.status, body: response.data }
      },
    )
  } catch (error) {
    throw toStudioError(error, { subject, during: 'connect' })
  } finally {
    client.close()
    for (const agent of agentsOf(client)) agent.destroy()
  }
}

function readAnswer(answer: MetadataAnswer, subject: string): CloudInfo {
  if (answer.status === 404) return publicCloud()
  const parsed = answerSchema.safeParse(answer.body)
  if (answer.status === 200 && parsed.success) return parsed.data.AzureAD ?? publicCloud()
  const context = { subject, during: 'connect' } as const
  if (answer.status === 200) throw notKusto(context, answer.status, answer.body)
  throw toStudioError({ response: { status: answer.status, data: answer.body } }, context)
}

function notAKustoHost(subject: string): StudioError {
  return new StudioError('ClusterUriInvalid', `${subject} is not at a known address of Kusto clusters.`, {
    nextStep: 'Use an address such as https://mycluster.westeurope.kusto.windows.net.',
  })
}
