import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSecondary } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';

const missing = (field: 'hocTap' | 'renLuyen', vi: string, en: string): Finding => ({
  path: `secondary.${field}.year`,
  value: null,
  expected: { vi: `Kết quả ${vi} cả năm`, en: `The year's ${en}` },
  message: { vi: `Chưa có kết quả ${vi} cả năm.`, en: `The year's ${en} is missing.` },
  fix: ENTER_AT_SOURCE,
});

/** Kết quả học tập and kết quả rèn luyện of the year are part of the học bạ. */
export const yearResults = {
  id: 'COMP-YEAR-RESULTS',
  title: { vi: 'Có kết quả học tập, rèn luyện cả năm', en: 'Học tập and rèn luyện of the year are there' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 8 khoản 2, Điều 9 khoản 2',
  owner: 'school',
  applies: ({ level, programme, left, ownPlan }) =>
    level !== 'TH' && programme === 'GDPT' && !left && !ownPlan,
  check: (record) => {
    if (isPrimary(record)) return [];
    const { hocTap, renLuyen } = record.secondary;
    return [
      ...(hocTap.year === undefined ? [missing('hocTap', 'học tập', 'study result')] : []),
      ...(renLuyen.year === undefined ? [missing('renLuyen', 'rèn luyện', 'training result')] : []),
    ];
  },
  examples: {
    good: [
      { note: 'both are there', record: SECONDARY },
      {
        note: 'thường xuyên follows another circular',
        record: { ...withSecondary({ hocTap: {} }), programme: 'GDTX' },
      },
    ],
    bad: [
      { note: 'học tập missing', record: withSecondary({ hocTap: { hk1: 'K' } }) },
      { note: 'rèn luyện missing', record: withSecondary({ renLuyen: {} }) },
    ],
  },
} satisfies Rule;
