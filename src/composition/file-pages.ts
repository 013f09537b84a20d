import { createHttpClient } from '../infra/http/http-client.js';
import { createSpreadsheetReader } from '../infra/spreadsheet/reader.js';
import { createClock } from '../infra/system/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Page } from '../ports/source.js';
import { type AdapterRegistry, openSource } from './adapters.js';
import type { Resources } from './resources.js';

export interface FilePagesRequest {
  readonly adapters: AdapterRegistry;
  readonly resources: Resources;
  readonly logger: Logger;
  /** Adapter that reads the files. */
  readonly adapter: string;
  readonly school: string;
  readonly schoolYear: string;
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly signal: AbortSignal;
}

/** Every page that a file source makes of files, stream by stream; nothing is stored. Throws GatewayError as the adapter does. */
export async function* filePages(request: FilePagesRequest): AsyncGenerator<Page> {
  const { school, schoolYear, signal, logger, resources } = request;
  const http = createHttpClient();
  const spreadsheets = createSpreadsheetReader();
  const source = {
    id: request.adapter,
    adapter: request.adapter,
    schools: [school],
    settings: { year: schoolYear, files: request.files.map((path) => ({ path, school })) },
  };
  try {
    const context = { http, spreadsheets, files: resources.files, clock: createClock(), logger };
    const { adapter, session } = await openSource(
      request.adapters,
      resources.validation,
      source,
      [],
      context,
    );
    try {
      for (const stream of Object.keys(adapter.streams) as (keyof typeof adapter.streams)[])
        yield* session.pull({ stream, scope: { school, schoolYear }, signal });
    } finally {
      await session.close();
    }
  } finally {
    await Promise.all([http.close(), spreadsheets.close()]);
  }
}
