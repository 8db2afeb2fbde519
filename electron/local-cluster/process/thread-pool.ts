/*
 * Has to be loaded before anything that reads a file. Node reads files, packs answers and waits for the database's
 * statements in one pool of threads, four if nobody says otherwise: four long queries would hold up all of it.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '24'
