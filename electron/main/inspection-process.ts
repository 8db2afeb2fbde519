import { utilityProcess } from 'electron'
import type { InspectionProcess } from '../services/inspection/inspection-process'
import { inspectionName } from './crash-guards'

/** Starts the process that looks into sources, as a utility process of Electron. @param entry its bundle */
export function startInspectionProcess(entry: string): InspectionProcess {
  const child = utilityProcess.fork(entry, [], { serviceName: inspectionName, stdio: 'pipe' })
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code) => resolve(`Its process ended with code ${code}.`))
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (data: Buffer) => listener(data.toString().trimEnd()))
    },
    exited,
    kill: () => child.kill(),
  }
}
