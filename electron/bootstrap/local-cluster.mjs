#!/usr/bin/env node
import { runBundle } from './run-bundle.mjs'

await runBundle('local-cluster-command', 'local-cluster/command-line.cjs', ['local-cluster-parser'])
