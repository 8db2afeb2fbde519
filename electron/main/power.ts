import { net, powerMonitor } from 'electron'
import { systemClock } from '../services/clock'
import type { Clock } from '../domain/concurrency/clock'

/** What of Electron is needed here. */
interface Machine {
  /** Calls back whenever the machine has woken up. */
  onResume(listener: () => void): void
  isOnline(): boolean
}

const electronMachine: Machine = {
  onResume: (listener) => powerMonitor.on('resume', listener),
  isOnline: () => net.isOnline(),
}

/** How often the network is looked at: no event tells the main process. */
const lookEveryMs = 5000

/** Calls `tryNow` when the machine wakes up, and when its network is back. */
export function followPower(
  tryNow: () => void,
  machine: Machine = electronMachine,
  clock: Clock = systemClock,
): void {
  machine.onResume(tryNow)
  let wasOnline = machine.isOnline()
  const look = (): void => {
    clock.after(lookEveryMs, look)
    const isOnline = machine.isOnline()
    if (isOnline && !wasOnline) tryNow()
    wasOnline = isOnline
  }
  clock.after(lookEveryMs, look)
}
