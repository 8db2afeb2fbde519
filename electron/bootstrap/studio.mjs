#!/usr/bin/env node
import { runBundle } from './run-bundle.mjs'

await runBundle('cli', 'cli/main.cjs', ['inspection', 'language'])
