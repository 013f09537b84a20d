import { writeFile } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/** Creates an empty database and writes it as one tar; a thread of its own, so that its memory is given back. */
async function main(start: { readonly pgdata: string; readonly dump: string }): Promise<void> {
  const database = await PGlite.create(start.pgdata);
  const dump = await database.dumpDataDir('gzip');
  await writeFile(start.dump, Buffer.from(await dump.arrayBuffer()));
  await database.close();
}

await main(workerData as { readonly pgdata: string; readonly dump: string });
