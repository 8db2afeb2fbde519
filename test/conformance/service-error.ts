import { z } from 'zod'

const envelope = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    '@type': z.string(),
    '@message': z.string(),
    '@permanent': z.boolean(),
    '@context': z.looseObject({ clientRequestId: z.string(), activityId: z.string() }),
  }),
})

const response = z.object({ response: z.object({ status: z.number(), data: envelope }) })

/** The service's error envelope, with the HTTP status. */
export type ServiceError = z.infer<typeof envelope>['error'] & { readonly status: number }

/** What the SDK throws for a request that the service refuses; fails when it throws nothing, or another thing. */
export async function serviceError(request: Promise<unknown>): Promise<ServiceError> {
  try {
    await request
  } catch (error) {
    const { success, data } = response.safeParse(error)
    if (!success) throw error
    return { ...data.response.data.error, status: data.response.status }
  }
  throw new Error('The service did not refuse it')
}
