import type { FourLevel } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { type Moment, TERM_NAMES, TERMS, underTt22 } from './applies.js';
import { WHOLE_CONTEXT, whole, withLine } from './example.js';
import { levelOf } from './level-table.js';
import { allowedAt, isWhole } from './outcome.js';
import { LEVEL_NAMES } from './ren-luyen-year.js';

function found(moment: Moment, stated: FourLevel, allowed: ReadonlySet<FourLevel>): Finding {
  const due = [...allowed].map((level) => LEVEL_NAMES[level]).join(' / ');
  return {
    path: `secondary.hocTap.${moment}`,
    value: stated,
    expected: { vi: due, en: due },
    message: {
      vi: `Kết quả học tập ${TERM_NAMES[moment].vi} ghi ${LEVEL_NAMES[stated]}, các môn cho kết quả ${due}.`,
      en: `Học tập of ${TERM_NAMES[moment].en} says ${LEVEL_NAMES[stated]}, the subjects give ${due}.`,
    },
    fix: {
      vi: 'Kiểm tra điểm và mức đánh giá các môn, rồi xếp loại lại trên phần mềm của trường.',
      en: 'Check the subjects’ results, then rate again in the school software.',
    },
  };
}

/**
 * Kết quả học tập of both terms, of the year and after re-assessment follows from the subjects: the table of khoản 2, with the
 * adjustment of khoản 3. Known second hand, and how the adjustment counts is an interpretation: where two readings differ both
 * levels are accepted. Exempt subjects are left out, which is an interpretation too: see `allowedAt`.
 */
export const hocTap = {
  id: 'TT22-9-HOC-TAP',
  title: { vi: 'Kết quả học tập phù hợp các môn', en: 'Học tập follows from the subjects' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 9 khoản 2, khoản 3',
  owner: 'school',
  applies: underTt22,
  check: (record, { subjects = [] }) => {
    const findings: Finding[] = [];
    if (isPrimary(record) || !isWhole(record, subjects)) return findings;
    for (const moment of TERMS) {
      const stated = levelOf(record.secondary.hocTap[moment]);
      const allowed = stated === undefined ? null : allowedAt(record, moment, subjects);
      if (stated !== undefined && allowed !== null && !allowed.has(stated))
        findings.push(found(moment, stated, allowed));
    }
    return findings;
  },
  examples: {
    good: [
      { note: 'all subjects 8.0: Tốt', record: whole(), context: WHOLE_CONTEXT },
      {
        note: 'one subject 4.9 pulls Tốt to Đạt, raised to Khá',
        record: whole({ toan: '4.9' }, { hocTap: { year: 'K' } }),
        context: WHOLE_CONTEXT,
      },
      {
        note: 'a subject without its year result: nothing is judged',
        record: withLine(whole({}, { hocTap: { year: 'CĐ' } }), 'toan', { year: { score: '-1' } }),
        context: WHOLE_CONTEXT,
      },
    ],
    bad: [
      {
        note: 'a subject at 6.4 is not Tốt',
        record: whole({ toan: '6.4' }, { hocTap: { year: 'T' } }),
        context: WHOLE_CONTEXT,
      },
      {
        note: 'two subjects at 3.4 are not Đạt',
        record: whole({ toan: '3.4', 'ngu-van': '3.4' }, { hocTap: { year: 'Đ' } }),
        context: WHOLE_CONTEXT,
      },
    ],
  },
} satisfies Rule;
