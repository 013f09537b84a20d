import { spawn } from 'node:child_process';
import { childEnvironment } from '../../config/environment.js';

/** Exit code for "not possible here", as test harnesses use it to skip. */
export const CANNOT = 77;

export interface CommandEnd {
  /** null: ended by a signal, or not started. */
  readonly code: number | null;
  readonly isTimeUp: boolean;
}

export interface CommandRequest {
  /** For the shell of the machine. */
  readonly command: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Runs a command of the operator to its end or its time limit. What it writes goes to stderr, so that --json stays clean. */
export function runCommand(request: CommandRequest): Promise<CommandEnd> {
  const { command, variables, limitMs, signal } = request;
  return new Promise((resolve) => {
    const child = spawn(command, {
      shell: true,
      env: childEnvironment(variables),
      stdio: ['ignore', process.stderr, process.stderr],
      // Its own group, so that what it started ends with it; Windows knows no groups.
      detached: process.platform !== 'win32',
    });
    let isTimeUp = false;
    const kill = (): void => {
      if (child.pid === undefined) return;
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    };
    const onTime = (): void => {
      isTimeUp = true;
      kill();
    };
    const timer = setTimeout(onTime, limitMs);
    signal.addEventListener('abort', kill, { once: true });
    const end = (code: number | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      resolve({ code, isTimeUp });
    };
    child.once('error', () => end(null));
    child.once('close', (code) => end(code));
  });
}
