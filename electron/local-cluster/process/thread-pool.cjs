/**
 * Load this before anything that reads a file. Node reads files, compresses responses and waits for database
 * statements in one thread pool, with four threads by default: four long queries would block everything. The pool
 * keeps the size it has when it is first used, and loading an ES module uses it: hence a CommonJS file.
 */
process.env.UV_THREADPOOL_SIZE ??= '64'
