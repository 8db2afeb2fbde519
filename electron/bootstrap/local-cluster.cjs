#!/usr/bin/env node
// CommonJS, because the thread pool is in use once an ES module was loaded.
require('../local-cluster/process/thread-pool.cjs')

void import('./run-bundle.mjs').then(({ runBundle }) =>
  runBundle('local-cluster-command', 'local-cluster/command-line.cjs', ['local-cluster-parser']),
)
