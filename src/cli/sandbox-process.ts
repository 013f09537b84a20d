import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GatewayError } from '../domain/errors.js';
import { packageRoot } from '../infra/files/package-root.js';

/** A running simulator. It ends when its stdin closes, so it cannot outlive this process. */
export interface SandboxProcess<Ready> {
  /** The JSON line it printed when it was ready. */
  readonly ready: Ready;
  readonly pid: number;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 120_000;

function startFailure(kind: string, detail: string): GatewayError {
  return new GatewayError({
    kind: 'internal',
    code: 'SANDBOX_START',
    message: {
      vi: `Máy mô phỏng "${kind}" không khởi động được: ${detail}.`,
      en: `The ${kind} simulator did not start: ${detail}.`,
    },
    hint: {
      vi: 'Chạy lại "npm run build"; nếu vẫn lỗi, chạy "hocba sandbox" để xem thông báo.',
      en: 'Run "npm run build" again; if it still fails, run "hocba sandbox" to see what it says.',
    },
    details: { simulator: kind },
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Waits for the first line of stdout; later lines are ignored. */
function firstLine(child: ChildProcess, kind: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stdout } = child;
    if (stdout === null) return reject(startFailure(kind, 'no stdout'));
    const timer = setTimeout(() => reject(startFailure(kind, `${START_TIMEOUT_MS} ms`)), START_TIMEOUT_MS);
    timer.unref();
    const settle = (action: () => void): void => {
      clearTimeout(timer);
      action();
    };
    child.once('exit', (code) => settle(() => reject(startFailure(kind, `exit ${code ?? 'signal'}`))));
    child.once('error', (error) => settle(() => reject(startFailure(kind, error.name))));
    createInterface({ input: stdout }).once('line', (line) => settle(() => resolve(line)));
  });
}

/** Starts `node dist/src/sandbox/main.js <kind> …args` and waits until it is ready. */
export async function startSandboxProcess<Ready>(
  kind: 'vendors' | 'targets' | 'authority',
  args: readonly string[],
): Promise<SandboxProcess<Ready>> {
  const main = join(packageRoot(), 'dist', 'src', 'sandbox', 'main.js');
  const child = spawn(process.execPath, [main, kind, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await firstLine(child, kind).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    ready: JSON.parse(line) as Ready,
    pid: child.pid ?? 0,
    stop: async () => {
      child.stdin?.end();
      child.kill('SIGTERM');
      await ended(child);
    },
  };
}
