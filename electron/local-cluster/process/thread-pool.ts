/**
 * Load this before anything that reads a file. Node reads files, compresses responses and waits for database
 * statements in one thread pool, with four threads by default: four long queries would block everything.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '24'
