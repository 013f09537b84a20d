import { Worker } from 'node:worker_threads';
import { GatewayError } from '../../domain/errors.js';
import type { Logger } from '../../ports/logger.js';
import { workerFile } from './worker-file.js';
import type { WorkerOrder, WorkerReport, WorkerStart } from './worker-messages.js';

/** The running PGlite thread of the owner. */
export interface DatabaseThread {
  readonly serverVersion: string;
  readonly startMs: number;
  /** Waits for other processes at most `graceMs`, then ends their sessions. */
  stop(graceMs: number): Promise<void>;
}

const startFailed = (reason: string): GatewayError =>
  new GatewayError({
    kind: 'internal',
    code: 'STORE_START_FAILED',
    message: { vi: 'Không khởi động được kho dữ liệu.', en: 'The embedded store did not start.' },
    hint: {
      vi: 'Kiểm tra dung lượng ổ đĩa và quyền ghi của thư mục dữ liệu, hoặc khôi phục từ bản sao lưu.',
      en: 'Check disk space and the rights of the data directory, or restore a backup.',
    },
    details: { reason },
  });

const reportOf = (worker: Worker): Promise<WorkerReport> =>
  new Promise((resolve) => {
    const settle = (report: WorkerReport): void => {
      worker.off('message', settle).off('error', onError).off('exit', onExit);
      resolve(report);
    };
    const onError = (error: unknown): void =>
      settle({ kind: 'failed', reason: error instanceof Error ? error.name : 'error' });
    const onExit = (code: number): void => settle({ kind: 'failed', reason: `exit ${code}` });
    worker.on('message', settle).on('error', onError).on('exit', onExit);
  });

/** Starts the thread; `onLost` is called when it ends without having been asked to. */
export async function startDatabaseThread(
  start: WorkerStart,
  logger: Logger,
  onLost: () => void,
): Promise<DatabaseThread> {
  const worker = new Worker(workerFile('worker.js'), { workerData: start });
  const report = await reportOf(worker);
  if (report.kind !== 'ready') {
    await worker.terminate();
    throw startFailed(report.kind === 'failed' ? report.reason : report.kind);
  }
  let stopping = false;
  // Without a listener an error of the thread would end the whole process.
  worker.on('error', (error) => logger.error('store.thread-failed', { error: error.name }));
  worker.on('exit', (code) => {
    if (stopping) return;
    logger.error('store.thread-lost', { code });
    onLost();
  });
  return {
    serverVersion: report.serverVersion,
    startMs: report.seedMs,
    stop: async (graceMs) => {
      stopping = true;
      const stopped = reportOf(worker);
      worker.postMessage({ kind: 'stop', graceMs } satisfies WorkerOrder);
      await stopped;
      await worker.terminate();
    },
  };
}
