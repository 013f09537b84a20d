import { join } from 'node:path';
import { type SandboxProcess, startSandboxProcess } from '../sandbox-process.js';

/** What the vendor simulators print when they are ready: addresses, test credentials, folders of exported files. */
export interface VendorsReady {
  readonly smas: {
    readonly url: string;
    readonly schools: readonly {
      readonly code: string;
      readonly level: 'TH' | 'THCS' | 'THPT';
      readonly deployment: 'smas4' | 'smas-2020';
      readonly auth: 'password' | 'partner';
      readonly username?: string;
      readonly password?: string;
      readonly clientId?: string;
      readonly clientSecret?: string;
      readonly provinceCode?: string;
      readonly secretKey?: string;
      readonly key?: string;
      readonly iv?: string;
    }[];
  };
  readonly vnedu: readonly { readonly code: string; readonly dir: string }[];
  readonly misa: readonly { readonly code: string; readonly dir: string }[];
  /** The simulators' own account of what exists: the independent truth. */
  readonly manifest: string;
}

export interface TargetsReady {
  readonly soGddt: { readonly url: string; readonly apiKey: string };
  readonly moetCsdl: {
    readonly url: string;
    readonly accounts: readonly {
      readonly school: string;
      readonly username: string;
      readonly password: string;
    }[];
  };
}

export interface Sandbox {
  readonly vendors: VendorsReady;
  readonly targets: TargetsReady;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** The simulators' own state lives here. */
  readonly stateDir: string;
  readonly seed: number;
  readonly students?: number;
  readonly dirt: number;
  readonly faults: string;
}

/** Starts vendors and targets as processes of their own. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const common = ['--seed', String(options.seed), '--faults', options.faults];
  const students = options.students === undefined ? [] : ['--students', String(options.students)];
  const starting = [
    startSandboxProcess<VendorsReady>('vendors', [
      '--state',
      join(options.stateDir, 'vendors'),
      '--dirt',
      String(options.dirt),
      ...students,
      ...common,
    ]),
    startSandboxProcess<TargetsReady>('targets', ['--state', join(options.stateDir, 'targets'), ...common]),
  ] as const;
  const settled = await Promise.allSettled(starting);
  const running = settled.flatMap((result): SandboxProcess<unknown>[] =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((child) => child.stop()));
  };
  const [vendors, targets] = settled;
  if (vendors.status === 'rejected' || targets.status === 'rejected') {
    await stop();
    throw vendors.status === 'rejected' ? vendors.reason : (targets as PromiseRejectedResult).reason;
  }
  return { vendors: vendors.value.ready, targets: targets.value.ready, stop };
}
