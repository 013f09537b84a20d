import { structureRule } from './structure-rule.js';

/** The XML Schema holds for every level at once, so it lets parts of another level pass. */
export const levelElement = structureRule({
  id: 'PACKET-LEVEL-ELEMENT',
  title: { vi: 'Không có mục của cấp học hoặc khối khác', en: 'Nothing of another level or grade' },
  kinds: ['level'],
  message: ({ name }) => ({
    vi: `Mục ${name} không thuộc cấp học hoặc khối của học bạ này.`,
    en: `${name} does not belong to the level or grade of this record.`,
  }),
  example: { kind: 'level', expected: [] },
});
