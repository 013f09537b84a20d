import { structureRule } from './structure-rule.js';

export const repeatedElement = structureRule({
  id: 'PACKET-REPEATED-ELEMENT',
  title: { vi: 'Mục chỉ có một thì không lặp lại', en: 'What stands once is not repeated' },
  kinds: ['repeated', 'choice'],
  message: ({ name, kind }) =>
    kind === 'choice'
      ? {
          vi: `Mục ${name} chỉ được chứa một trong các mục con.`,
          en: `${name} may hold one of its elements only.`,
        }
      : { vi: `Mục ${name} bị lặp lại.`, en: `${name} stands more than once.` },
  example: { kind: 'repeated' },
});
