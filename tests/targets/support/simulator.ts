import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TargetSimulator } from '../../conformance/target.js';
import { temporaryFolder } from './session.js';

interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

export interface RunningSimulator<Started> extends TargetSimulator {
  readonly started: Started;
  post(name: string, body: unknown): Promise<Response>;
}

/** Any target simulator in a folder of its own, on a free port, without faults. */
export async function runSimulator<Started extends Listening>(
  ledgerFile: string,
  start: (stateDir: string, port: number) => Promise<Started>,
): Promise<RunningSimulator<Started>> {
  const folder = await temporaryFolder();
  let running = await start(folder.path, 0);
  const first = running;
  const port = Number(new URL(first.url).port);
  const post = async (name: string, body: unknown): Promise<Response> => {
    const answer = await fetch(`${first.url}/__sandbox/${name}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
    return answer;
  };
  return {
    started: first,
    post,
    async faults(script) {
      await post('faults', { script, hangMs: 50, retryAfterSeconds: 1 });
    },
    async plant(wish) {
      return (await (await post('plant', wish)).json()) as { recordId: string; fields: string[] };
    },
    async ledger() {
      const text = await readFile(join(folder.path, ledgerFile), 'utf8');
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    async restart() {
      await running.close();
      running = await start(folder.path, port);
    },
    async stop() {
      await running.close();
      await folder.remove();
    },
  };
}
