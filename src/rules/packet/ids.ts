import type { ReadPacket } from '../../packet/read.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { element, packet } from './example.js';

type Element = ReadPacket['root'];
type Shape = ReadPacket['profile']['root'];

const isIdName = (name: string): boolean => {
  const lower = name.toLowerCase();
  return lower === 'id' || lower === 'xml:id';
};

/** Ids of the elements that a signature may reference, at the places where the profile has them. */
function referencable(shape: Shape, node: Element, idAttribute: string): string[] {
  const own = shape.referencable === true ? (node.attributes[idAttribute] ?? '') : null;
  const inner = (shape.children ?? []).flatMap((child) =>
    node.children
      .filter(({ local }) => local === child.name)
      .flatMap((one) => referencable(child, one, idAttribute)),
  );
  return own === null ? inner : [own, ...inner];
}

/** How often each id value occurs, however the attribute is spelt. */
function countIds(node: Element, counts: Map<string, number>): void {
  for (const [name, value] of Object.entries(node.attributes))
    if (isIdName(name)) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const child of node.children) countIds(child, counts);
}

const FIX = {
  vi: 'Phần mềm đặt Id đúng hồ sơ: mỗi phần ký có một Id, không trùng với bất kỳ Id nào khác.',
  en: 'The software sets the ids of the profile: one for each part that is signed, shared with nothing else.',
} as const;

const missing: Finding = {
  path: 'ids',
  value: null,
  expected: { vi: 'Id theo hồ sơ gói tin', en: 'An id as in the profile' },
  message: { vi: 'Một phần phải ký không có Id.', en: 'A part that must be signed has no id.' },
  fix: FIX,
};

const doubled = (id: string, count: number): Finding => ({
  path: `ids[${id}]`,
  value: id,
  expected: { vi: 'Id chỉ xuất hiện một lần', en: 'The id once' },
  message: {
    vi: `Id "${id}" xuất hiện ${count} lần: không rõ chữ ký ký phần nào.`,
    en: `The id "${id}" occurs ${count} times: what a signature covers is not clear.`,
  },
  fix: FIX,
});

function findIds({ root, profile }: ReadPacket): Finding[] {
  const ids = referencable(profile.root, root, profile.idAttribute);
  const counts = new Map<string, number>();
  countIds(root, counts);
  const repeated = [...new Set(ids)].filter((id) => id !== '' && (counts.get(id) ?? 0) > 1);
  return [...(ids.includes('') ? [missing] : []), ...repeated.map((id) => doubled(id, counts.get(id) ?? 0))];
}

/** A signature refers to its part by id, so the id must mean one thing: also against ID, id and xml:id elsewhere. */
export const ids = {
  id: 'PACKET-ID',
  title: { vi: 'Id của phần ký là duy nhất', en: 'The ids of signed parts are unique' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R1', 'R3', 'R5'],
  basis: 'XML Signature Syntax and Processing 1.1, 4.4.3; hồ sơ gói tin: idAttribute',
  owner: 'vendor',
  applies: () => true,
  check: (_record, { packet: read }) => (read === undefined ? [] : findIds(read)),
  examples: {
    good: [
      { note: 'one id', record: SECONDARY, context: { packet: packet() } },
      {
        note: 'a staff reference that repeats is no id of a part',
        record: SECONDARY,
        context: {
          packet: packet({
            root: element('GOC', {}, [
              element('PHAN', { Id: 'data' }, [
                element('GVBM', { Id: 'GV01' }),
                element('GVBM', { Id: 'GV01' }),
              ]),
            ]),
          }),
        },
      },
    ],
    bad: [
      {
        note: 'the same id on another element, spelt ID',
        record: SECONDARY,
        context: {
          packet: packet({
            root: element('GOC', {}, [element('PHAN', { Id: 'data' }), element('X', { ID: 'data' })]),
          }),
        },
      },
      {
        note: 'no id',
        record: SECONDARY,
        context: { packet: packet({ root: element('GOC', {}, [element('PHAN')]) }) },
      },
    ],
  },
} satisfies Rule;
