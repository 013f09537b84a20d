import type { Scenario, Verdict } from '../types.js';
import type { SourceBench } from './bench.js';
import {
  healthy,
  keepsPrivacy,
  namesPages,
  refusesForeignCursors,
  resumes,
  type SourceCheck,
  sameKeys,
  stopsWithinPage,
} from './checks.js';
import { LAW } from './laws.js';

const holding =
  (...checks: readonly ((bench: SourceBench) => SourceCheck)[]) =>
  async (bench: SourceBench): Promise<Verdict> => {
    for (const check of checks) await check(bench)(bench, bench.judge);
    return bench.judge.verdict();
  };

/** The checks that the tests of every adapter make, too. */
export const READING: readonly Scenario<SourceBench>[] = [
  {
    id: 'SOURCE-HEALTH',
    title: { vi: 'Kết nối với đúng tài khoản', en: 'Connection with the right account' },
    requirements: ['R6', 'R18'],
    checks: [LAW.health.id],
    run: holding(() => healthy),
  },
  {
    id: 'SOURCE-PAGES',
    title: { vi: 'Trang, dòng, khóa và chỗ', en: 'Pages, rows, keys and places' },
    requirements: ['R2', 'R18'],
    checks: [LAW.pages.id],
    run: holding(({ adapterId }) => namesPages(adapterId)),
  },
  {
    id: 'SOURCE-STABLE',
    title: { vi: 'Đọc hai lần như nhau', en: 'Two reads alike' },
    requirements: ['R2', 'R17'],
    checks: [LAW.sameKeys.id],
    run: holding(() => sameKeys),
  },
  {
    id: 'SOURCE-RESUME',
    title: { vi: 'Đọc tiếp từ chỗ dở', en: 'Resuming' },
    requirements: ['R17'],
    checks: [LAW.resume.id, LAW.ownCursor.id],
    run: holding(
      () => resumes,
      () => refusesForeignCursors,
    ),
  },
  {
    id: 'SOURCE-ABORT',
    title: { vi: 'Dừng giữa chừng', en: 'Stopping in the midst' },
    requirements: ['R17'],
    checks: [LAW.abort.id],
    run: holding(() => stopsWithinPage),
  },
];

/** Last: it looks through everything that was logged before. */
export const PRIVACY: Scenario<SourceBench> = {
  id: 'SOURCE-PRIVACY',
  title: { vi: 'Bí mật và dữ liệu cá nhân', en: 'Secrets and personal data' },
  requirements: ['R11'],
  checks: [LAW.privacy.id],
  run: holding(({ written, secrets }) => keepsPrivacy(() => written, secrets)),
};
