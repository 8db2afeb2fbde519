import { expect, test } from 'vitest'
import { assertRoom } from '../../../../../electron/services/jobs/start/assert-room'
import { exampleJob, exampleSource } from '../journal/journal-examples'

const gigabyte = 1_073_741_824
const withFree = (free: number) => () => Promise.resolve({ free, total: 100 * gigabyte })
const plain = { ...exampleSource, sizeBytes: 4 * gigabyte, rawDataSizeBytes: 4 * gigabyte }
const reading = { format: 'csv', ignoreFirstRecord: false, encoding: 'latin1', skipLines: 0 } as never

test('a job that does not fit on the disk is not begun: it is said what it needs and what is there', async () => {
  const made = { job: exampleJob, sources: [plain] }
  await expect(assertRoom('/home', made, true, withFree(3 * gigabyte))).resolves.toBeUndefined()
  await expect(assertRoom('/home', made, true, withFree(gigabyte))).rejects.toMatchObject({
    code: 'DiskFull',
    retryable: true,
    subject: '/home',
    message:
      'Keeping these sources in the local cluster needs about 2,112 MB on the disk with the home folder, and 1,024 MB are free.',
  })
})

test('a cluster elsewhere needs no room here, but a converted copy does', async () => {
  await expect(
    assertRoom('/home', { job: exampleJob, sources: [plain] }, false, withFree(0)),
  ).resolves.toBeUndefined()
  const converted = { job: exampleJob, sources: [{ ...plain, reading }] }
  await expect(assertRoom('/home', converted, false, withFree(gigabyte))).rejects.toThrow(
    /^Converting these sources needs about 4,160 MB/,
  )
  const parted = { job: { ...exampleJob, leaveOut: [] as never }, sources: [plain] }
  await expect(assertRoom('/home', parted, false, withFree(gigabyte))).rejects.toThrow(/^Converting/)
})

test('a disk that cannot tell, and a job that is small, stop nothing', async () => {
  const made = { job: exampleJob, sources: [plain] }
  await expect(assertRoom('/home', made, true, () => Promise.resolve(undefined))).resolves.toBeUndefined()
  const small = { job: exampleJob, sources: [{ ...plain, sizeBytes: 1000 }] }
  await expect(assertRoom('/home', small, true, withFree(0))).resolves.toBeUndefined()
})
