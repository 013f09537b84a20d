import type { Bilingual } from '../../domain/errors.js';
import type { Check, CheckFinding, CheckResult } from './types.js';

/** What a rule is called, by its id: said instead of a message that may hold a pupil's data. */
export type RuleTitles = ReadonlyMap<string, Bilingual>;

const HIDDEN: Bilingual = { vi: '(đã che)', en: '(hidden)' };
const OTHER: Bilingual = { vi: 'Xem mã quy tắc; nội dung đã che.', en: 'See the rule; the text is hidden.' };

/** Numbers of people in file names, as some vendors write them. */
const NUMBERS = /\d{8,}/gu;
const withoutNumbers = (text: string): string => text.replace(NUMBERS, '…');

/** Every pupil gets a name of the report's own, so that findings about one pupil still belong together. */
class Pseudonyms {
  private readonly names = new Map<string, string>();

  of({ school, record, pupil }: CheckFinding): string | null {
    if (record === null && pupil === undefined) return null;
    const key = [school, record, pupil].join('\n');
    const known = this.names.get(key) ?? `#${this.names.size + 1}`;
    this.names.set(key, known);
    return known;
  }
}

function maskFinding(finding: CheckFinding, titles: RuleTitles, names: Pseudonyms): CheckFinding {
  const { pupil: _pupil, place, ...rest } = finding;
  const { file, path, ...where } = place ?? {};
  return {
    ...rest,
    record: names.of(finding),
    value: finding.value === null ? null : HIDDEN.vi,
    message: titles.get(finding.rule) ?? OTHER,
    expected: HIDDEN,
    fix: { vi: withoutNumbers(finding.fix.vi), en: withoutNumbers(finding.fix.en) },
    path: withoutNumbers(finding.path),
    ...(place === undefined
      ? {}
      : {
          place: {
            ...where,
            ...(file === undefined ? {} : { file: withoutNumbers(file) }),
            ...(path === undefined ? {} : { path: withoutNumbers(path) }),
          },
        }),
  };
}

/** The same check without personal data: rule, place, fix and owner stay; names, numbers, values and marks go. */
export function maskedCheck(check: Check, titles: RuleTitles): Check {
  const names = new Pseudonyms();
  async function* results(): AsyncGenerator<CheckResult> {
    for await (const result of check.results())
      yield {
        ...result,
        file: withoutNumbers(result.file),
        findings: result.findings.map((finding) => maskFinding(finding, titles, names)),
      };
  }
  return { summary: check.summary, single: check.single, results, close: () => check.close() };
}
