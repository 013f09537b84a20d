import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '../../../src/infra/http/http-client.js';
import type {
  Logger,
  ObjectKind,
  SendOptions,
  TargetContext,
  TargetObject,
  TargetObjects,
} from '../../../src/sdk.js';
import { CONTEXT } from './records.js';

/** Remembers what was acknowledged, as the store does. */
export function memoryObjects(): TargetObjects & { readonly saved: TargetObject[] } {
  const held = new Map<string, TargetObject>();
  const saved: TargetObject[] = [];
  return {
    saved,
    async known(kind: ObjectKind, clientIds) {
      const found = clientIds.flatMap((clientId) => held.get(`${kind}/${clientId}`) ?? []);
      return new Map(found.map((object) => [object.clientId, object]));
    },
    async save(objects) {
      for (const object of objects) {
        held.set(`${object.kind}/${object.clientId}`, object);
        saved.push(object);
      }
    },
  };
}

/** Keeps what is logged, so that a test can look for what must not be there. */
export function memoryLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (event: string, fields?: object): void => {
    lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  };
  const logger = { lines, debug: write, info: write, warn: write, error: write, child: () => logger };
  return logger;
}

export function targetContext(targetId: string, logger: Logger = memoryLogger()): TargetContext {
  const clock = { now: () => new Date('2026-06-01T01:00:00Z'), sleep: async () => undefined };
  return { targetId, http: createHttpClient(), clock, logger };
}

export function sendOptions(objects: TargetObjects = memoryObjects()): SendOptions {
  return {
    context: CONTEXT,
    objects,
    environment: 'test',
    batchId: 'batch-1',
    signal: new AbortController().signal,
  };
}

/** A folder that goes away with the test. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'hocba-targets-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
