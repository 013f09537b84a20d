import type { Bilingual } from '../../domain/errors.js';
import type { StructureFault, StructureFaultKind } from '../../packet/read.js';
import type { Rule } from '../rule.js';
import { packetRule } from './head.js';
import { CLEAN, withLayout } from './samples.js';
import { both, listed, REBUILD } from './words.js';

interface Told {
  readonly id: string;
  readonly title: Bilingual;
  readonly kinds: readonly StructureFaultKind[];
  readonly message: (fault: StructureFault) => Bilingual;
  readonly example: Partial<StructureFault>;
}

/** Names that could stand there, shortened. */
const expectedOf = ({ kind, expected }: StructureFault): Bilingual => {
  if (kind === 'text') return { vi: 'Không có chữ nào ở đây', en: 'No text here' };
  if (kind === 'level')
    return { vi: 'Không có mục này ở cấp học, khối này', en: 'Nothing of the kind at this level and grade' };
  return both(listed(expected));
};

const FAULT: StructureFault = { kind: 'unknown', path: '/p/x', name: 'x', expected: ['head', 'all'] };

/** A rule on the elements of the packet: each speaks of some kinds of faults that the reading found. */
export const structureRule = ({ id, title, kinds, message, example }: Told): Rule =>
  packetRule(
    {
      id,
      title,
      examples: {
        good: CLEAN,
        bad: [withLayout('one such element', { structure: [{ ...FAULT, ...example }] })],
      },
    },
    ({ layout }) =>
      layout.structure
        .filter(({ kind, slot }) => kinds.includes(kind) && slot !== true)
        .map((fault) => ({
          path: fault.path,
          value: fault.kind === 'missing' ? null : fault.name,
          expected: expectedOf(fault),
          message: message(fault),
          fix: REBUILD,
        })),
  );
