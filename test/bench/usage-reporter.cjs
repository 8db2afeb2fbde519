// Loaded with --require into the process under measurement: says at its end what it has used. The numbers are
// the kernel's own for the whole process with all its threads.
const { writeFileSync } = require('node:fs')

process.on('exit', () => {
  const file = process.env.BENCH_USAGE_FILE
  if (file === undefined) return
  const usage = process.resourceUsage()
  writeFileSync(
    file,
    JSON.stringify({
      cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      peakRssMb: usage.maxRSS / 1024,
    }),
  )
})
