import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../files/package-root.js';
import { storeConfigError } from '../postgres/store-errors.js';

/** Threads run built JavaScript, also when the caller runs from sources (tests). */
export function workerFile(name: string): string {
  const file = join(packageRoot(), 'dist', 'src', 'infra', 'embedded', name);
  if (existsSync(file)) return file;
  throw storeConfigError(
    'PROGRAM_NOT_BUILT',
    { vi: 'Phần mềm chưa được dựng (thiếu thư mục dist).', en: 'The program is not built (no dist folder).' },
    {
      vi: 'Chạy "npm run build" trong thư mục phần mềm.',
      en: 'Run "npm run build" in the program\'s folder.',
    },
  );
}
