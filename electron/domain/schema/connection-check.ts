import { z } from 'zod'
import { checkedHosts } from '../checked-host'
import { count, type Data } from './basic'

/** What keeps the studio from working with a host; `signIn` and `slow` stand beside the state `ok`, too. */
const obstacleSchema = z.enum([
  'dns',
  'tls',
  'proxy',
  /** Packets are swallowed or connections cut: a firewall, a VPN that is off. */
  'firewall',
  'privateEndpoint',
  /** Nothing listens there. */
  'refused',
  'signIn',
  'role',
  'throttled',
  'slow',
  'clock',
  'service',
])

/** How the check of one host came out. Holds no secret. */
export const hostCheckSchema = z.object({
  host: z.enum(checkedHosts),
  /** Scheme and host; of several storage accounts, the one that the words are about. Null if it is not known. */
  address: z.string().nullable(),
  state: z.enum(['ok', 'blocked', 'notChecked']),
  obstacle: obstacleSchema.nullable(),
  message: z.string(),
  nextStep: z.string().nullable(),
  /** What to ask the cluster's owner or the network's administrator for. */
  ask: z.string().nullable(),
  /** What the host's name stands for, as this machine sees it; empty behind a proxy. */
  ips: z.array(z.string()),
  /** The proxy in use, without its password. */
  proxy: z.string().nullable(),
  milliseconds: count.nullable(),
  /** How far this machine's clock is ahead of the host's; negative: behind. */
  clockAheadMs: z.number().nullable(),
})

export type Obstacle = Data<typeof obstacleSchema>
export type HostCheck = Data<typeof hostCheckSchema>
