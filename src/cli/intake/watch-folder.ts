import { basename } from 'node:path';
import type { Gateway } from '../../gateway.js';
import type { DropFolder } from '../../infra/files/drop-folder.js';
import type { Terminal } from '../terminal/terminal.js';
import { type ImportReport, type ImportRequest, importFiles } from './import-files.js';

export interface WatchRequest extends Omit<ImportRequest, 'files'> {
  readonly folder: DropFolder;
  /** Milliseconds between two looks. */
  readonly intervalMs: number;
  /** Stop when nothing new came in two looks. */
  readonly once: boolean;
}

export interface WatchTally {
  readonly archived: number;
  readonly quarantined: number;
}

/** Why a file was set aside, for the person who opens the folder: both languages, plain text. */
export function reasonText(file: string, report: ImportReport): string {
  const entries = [
    ...report.errors.map((error) => ({ code: error.code, message: error.text, fix: error.hint })),
    ...report.problems,
  ];
  const lines = (lang: 'vi' | 'en', fix: string): string[] =>
    entries.map((entry) => `- ${entry.code}: ${entry.message[lang]}\n  ${fix}: ${entry.fix[lang]}`);
  return [`Tệp: ${file}`, ...lines('vi', 'Cách sửa'), '', `File: ${file}`, ...lines('en', 'Fix'), ''].join(
    '\n',
  );
}

/** Imports one claimed file, then archives it or sets it aside with its reason. */
async function takeIn(
  gateway: Gateway,
  request: WatchRequest,
  claimed: string,
): Promise<{ ok: boolean; report: ImportReport }> {
  const report = await importFiles(gateway, { ...request, files: [claimed] });
  const stamp = gateway.clock.now().toISOString().slice(0, 10);
  const ok = report.errors.length === 0 && report.rows.used > 0;
  if (ok) await request.folder.archive(claimed, stamp);
  else await request.folder.quarantine(claimed, stamp, reasonText(basename(claimed), report));
  return { ok, report };
}

/** Watches until the signal (or, with `once`, until the folder is quiet). A restart finishes what was claimed. */
export async function watchFolder(
  gateway: Gateway,
  terminal: Terminal,
  request: WatchRequest,
): Promise<WatchTally> {
  const tally = { archived: 0, quarantined: 0 };
  const take = async (claimed: string): Promise<void> => {
    const { ok, report } = await takeIn(gateway, request, claimed);
    tally[ok ? 'archived' : 'quarantined'] += 1;
    const name = basename(claimed);
    terminal.line(
      ok
        ? {
            vi: `${name}: đã nhập, ${report.rows.used} dòng dùng được.`,
            en: `${name}: imported, ${report.rows.used} rows used.`,
          }
        : {
            vi: `${name}: bị giữ lại, xem tệp lý do bên cạnh.`,
            en: `${name}: set aside, see the reason file beside it.`,
          },
    );
  };
  for (const claimed of await request.folder.unfinished()) await take(claimed);
  for (let quiet = 0; !request.signal.aborted && !(request.once && quiet > 1); quiet += 1) {
    for (const file of await request.folder.stable()) {
      const claimed = await request.folder.claim(file);
      if (claimed !== null) await take(claimed);
      quiet = -1;
    }
    await gateway.clock.sleep(request.intervalMs, request.signal).catch(() => undefined);
  }
  return tally;
}
