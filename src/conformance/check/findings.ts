import type { Issue } from '../../domain/issue.js';
import { type About, findingOf } from './finding.js';
import type { CheckFinding } from './types.js';

/** Findings kept of one file. More help nobody, and a hostile file would fill the memory. */
export const MOST_FINDINGS = 20_000;

const tooMany = (file: string, kept: number): Issue => ({
  rule: 'CHECK-TOO-MANY',
  severity: 'error',
  path: '',
  value: String(kept),
  expected: {
    vi: `Không quá ${kept} chỗ phải xem trong một tệp`,
    en: `At most ${kept} findings in one file`,
  },
  message: {
    vi: `Tệp có hơn ${kept} chỗ phải xem; việc kiểm tra tệp này dừng ở đó, phần sau chưa được kiểm tra.`,
    en: `The file has more than ${kept} findings; its check stopped there, the rest was not judged.`,
  },
  fix: {
    vi: 'Sửa những chỗ đã nêu (thường cùng một nguyên nhân), rồi kiểm tra lại.',
    en: 'Correct what is named (often of one cause), then check again.',
  },
  basis: 'docs/cli.md',
  owner: 'vendor',
  place: { file },
});

/** The findings of one file, up to the most that are kept. */
export class Findings {
  private readonly kept: CheckFinding[] = [];

  constructor(
    private readonly file: string,
    private readonly most = MOST_FINDINGS,
  ) {}

  /** No more is taken: the rest of the file need not be judged. */
  get full(): boolean {
    return this.kept.length > this.most;
  }

  add(issues: readonly Issue[], about: About): void {
    for (const issue of issues) {
      if (this.full) return;
      if (this.kept.length === this.most) this.kept.push(findingOf(tooMany(this.file, this.most), about));
      else this.kept.push(findingOf(issue, about));
    }
  }

  list(): readonly CheckFinding[] {
    return this.kept;
  }
}
