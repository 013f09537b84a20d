import type { Bilingual } from '../../domain/errors.js';
import type { Pupil } from '../../domain/records.js';
import type { Rule, RuleCodes } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';

interface Key {
  readonly path: string;
  readonly table: string;
  readonly what: Bilingual;
  of(pupil: Pupil): string | undefined;
}

const KEYS: readonly Key[] = [
  {
    path: 'pupil.ethnicGroup',
    table: 'ethnic-groups',
    what: { vi: 'dân tộc', en: 'ethnic groups' },
    of: ({ ethnicGroup }) => ethnicGroup,
  },
  {
    path: 'pupil.nationality',
    table: 'nationalities',
    what: { vi: 'quốc tịch', en: 'nationalities' },
    of: ({ nationality }) => nationality,
  },
  {
    path: 'pupil.identity.country',
    table: 'nationalities',
    what: { vi: 'quốc tịch', en: 'nationalities' },
    of: ({ identity }) => (identity.kind === 'foreign' ? identity.country : undefined),
  },
];

const EXAMPLE_CODES: RuleCodes = {
  name: (table, key) =>
    (table === 'ethnic-groups' && key === 'e-de') || (table === 'nationalities' && key === 'VN')
      ? 'Tên mẫu'
      : undefined,
  fact: () => undefined,
  has: (table) => table === 'ethnic-groups' || table === 'nationalities',
};

/** A key that no table has would become a wrong or missing code in every packet and report. */
export const unknownKey = {
  id: 'IDENT-UNKNOWN-KEY',
  title: {
    vi: 'Dân tộc, quốc tịch có trong bảng mã',
    en: 'Ethnic group and nationality are keys of the code tables',
  },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2', 'R5'],
  basis:
    'QĐ 4998/QĐ-BGDĐT 31/12/2021: DM_DAN_TOC, DM_NUOC; bảng mã mappings/codes/ethnic-groups.yaml, nationalities.yaml',
  owner: 'vendor',
  applies: () => true,
  check: ({ pupil }, { codes }) =>
    codes === undefined
      ? []
      : KEYS.flatMap(({ path, table, what, of }) => {
          const key = of(pupil);
          if (key === undefined || !codes.has(table) || codes.name(table, key) !== undefined) return [];
          return [
            {
              path,
              value: key,
              expected: { vi: `Một khóa của bảng mã ${what.vi}`, en: `A key of the table of ${what.en}` },
              message: {
                vi: `Bảng mã ${what.vi} không có khóa "${key}".`,
                en: `The table of ${what.en} has no key "${key}".`,
              },
              fix: {
                vi: `Dùng khóa có trong mappings/codes/${table}.yaml; nếu bảng mã thiếu, bổ sung vào bảng mã.`,
                en: `Use a key of mappings/codes/${table}.yaml; if the table lacks it, add it there.`,
              },
            },
          ];
        }),
  examples: {
    good: [
      { note: 'both keys are known', record: SECONDARY, context: { codes: EXAMPLE_CODES } },
      { note: 'no tables to look into', record: withPupil(SECONDARY, { ethnicGroup: 'sao-hoa' }) },
    ],
    bad: [
      {
        note: 'an ethnic group of no table',
        record: withPupil(SECONDARY, { ethnicGroup: 'sao-hoa' }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'a nationality of no table',
        record: withPupil(SECONDARY, { nationality: 'XX' }),
        context: { codes: EXAMPLE_CODES },
      },
    ],
  },
} satisfies Rule;
