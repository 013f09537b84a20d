import type { Bilingual } from '../domain/errors.js';
import { parsePath } from './path.js';
import type { PacketProfile, ProfileElement, ProfileSlot, SourceSpec } from './profile-shape.js';
import { refusedCharacter } from './write.js';

/** What is wrong with a profile, where. Its reader is whoever maintains the profile, not a school. */
export interface ProfileFinding {
  readonly file: string;
  /** JSON pointer or element path. */
  readonly path: string;
  readonly message: Bilingual;
}

type Report = (path: string, vi: string, en: string) => void;

interface Visit {
  readonly profile: PacketProfile;
  readonly path: string;
  /** Whether `./` stands for something here. */
  readonly hasItem: boolean;
  readonly report: Report;
  readonly slots: Map<string, ProfileElement[]>;
  readonly constantIds: Set<string>;
}

export function visitElements(
  element: ProfileElement,
  visit: (element: ProfileElement, path: string) => void,
  parent = '',
): void {
  const path = `${parent}/${element.name}`;
  visit(element, path);
  for (const child of element.children ?? []) visitElements(child, visit, path);
}

const alternatives = (source: SourceSpec | undefined): readonly string[] => {
  if (source === undefined) return [];
  if (typeof source === 'string') return [source];
  return source.map((entry) => (typeof entry === 'string' ? entry : entry.path));
};

function checkPaths(element: ProfileElement, visit: Visit): void {
  const inside = visit.hasItem || element.each !== undefined || element.at !== undefined;
  const check = (path: string | undefined, hasItem: boolean): void => {
    if (path === undefined) return;
    if (parsePath(path).from === 'item' && !hasItem)
      visit.report(
        visit.path,
        `"${path}" đứng ngoài mọi danh sách`,
        `"${path}" stands outside any each or at`,
      );
  };
  check(element.each, visit.hasItem);
  check(element.when?.path, visit.hasItem);
  check(element.at, visit.hasItem || element.each !== undefined);
  for (const path of alternatives(element.source)) check(path, inside);
  for (const attribute of element.attributes ?? []) check(attribute.source, inside);
  check(element.owner, inside);
  check(element.holder, inside);
}

function checkCodes(element: ProfileElement, visit: Visit): void {
  if (element.codes === undefined) return;
  const table = visit.profile.codes[element.codes];
  if (table === undefined) {
    visit.report(visit.path, `không có danh mục mã "${element.codes}"`, `no code table "${element.codes}"`);
    return;
  }
  if (element.derived === true) return;
  for (const entries of table.entries === undefined ? Object.values(table.byLevel ?? {}) : [table.entries])
    if (new Set(Object.values(entries)).size !== Object.keys(entries).length)
      visit.report(
        visit.path,
        `danh mục "${element.codes}" có mã trùng nên không đọc ngược được`,
        `table "${element.codes}" gives one code to two keys, so it cannot be read back`,
      );
}

function checkReferencable(element: ProfileElement, visit: Visit): void {
  if (element.referencable !== true) return;
  const id = element.attributes?.find(({ name }) => name === visit.profile.idAttribute);
  if (id === undefined)
    visit.report(
      visit.path,
      `phần tử được ký phải có thuộc tính ${visit.profile.idAttribute}`,
      `a referencable element needs the attribute ${visit.profile.idAttribute}`,
    );
  else if (id.value !== undefined) visit.constantIds.add(id.value);
}

function checkSiblings(element: ProfileElement, visit: Visit): void {
  const seen = new Set<string>();
  for (const { name } of element.children ?? []) {
    if (seen.has(name))
      visit.report(visit.path, `phần tử con ${name} bị lặp tên`, `two children are named ${name}`);
    seen.add(name);
  }
}

function checkElement(element: ProfileElement, parent: Visit): void {
  const visit = { ...parent, path: `${parent.path}/${element.name}` };
  checkPaths(element, visit);
  checkCodes(element, visit);
  checkReferencable(element, visit);
  checkSiblings(element, visit);
  if (element.slot !== undefined)
    visit.slots.set(element.slot, [...(visit.slots.get(element.slot) ?? []), element]);
  const hasItem = visit.hasItem || element.each !== undefined || element.at !== undefined;
  for (const child of element.children ?? []) checkElement(child, { ...visit, hasItem });
}

function checkSlot(slot: ProfileSlot, visit: Visit): void {
  const path = `slots/${slot.id}`;
  const found = visit.slots.get(slot.id)?.length ?? 0;
  if (found !== 1)
    visit.report(
      path,
      `ô ký này đứng ở ${found} phần tử, phải là 1`,
      `stands in ${found} elements, must be 1`,
    );
  if (slot.references === 'owned') return;
  for (const id of slot.references)
    if (!visit.constantIds.has(id))
      visit.report(
        path,
        `không có phần tử nào mang mã "${id}"`,
        `no referencable element has the id "${id}"`,
      );
}

function checkHeader(profile: PacketProfile, report: Report): void {
  const { from, to } = profile.schoolYears;
  if (to !== undefined && to < from)
    report('/schoolYears', 'năm cuối trước năm đầu', 'ends before it starts');
  if (profile.validTo !== undefined && profile.validTo < profile.validFrom)
    report('/validTo', 'ngày hết hiệu lực trước ngày hiệu lực', 'ends before it starts');
}

/** Elements and slots of the packet or of its wrapper; how many elements hold packets. */
function checkTree(
  profile: PacketProfile,
  tree: { readonly root: ProfileElement; readonly slots: readonly ProfileSlot[] },
  path: string,
  report: Report,
): number {
  let lists = 0;
  const visit: Visit = { profile, path, hasItem: false, report, slots: new Map(), constantIds: new Set() };
  checkElement(tree.root, visit);
  for (const slot of tree.slots) checkSlot(slot, visit);
  for (const id of visit.slots.keys())
    if (!tree.slots.some((slot) => slot.id === id))
      report(`slots/${id}`, 'ô ký chưa được khai báo', 'this slot is not declared');
  visitElements(tree.root, ({ packets }) => {
    if (packets === true) lists += 1;
  });
  return lists;
}

/** A wrapper must leave the bytes of its packets what they are alone, and hold them in one list. */
function checkPackage(profile: PacketProfile, report: Report): void {
  const wrapper = profile.package;
  if (wrapper === undefined) return;
  const lists = checkTree(profile, wrapper, '/package', report);
  if (lists !== 1)
    report(
      '/package/root',
      `có ${lists} danh sách gói tin, phải là 1`,
      `${lists} lists of packets, must be 1`,
    );
  const { namespace } = wrapper;
  if (namespace === null || namespace.prefix !== profile.namespace?.prefix) return;
  report(
    '/package/namespace',
    'tiền tố trùng với tiền tố của gói tin học sinh: byte của gói tin sẽ bị hiểu khác khi nằm trong gói tin lớp',
    'shares its prefix with the packets: their octets would not be canonical inside the wrapper',
  );
}

/** What JSON Schema cannot say: names that must exist, ids that must resolve, codes that must be readable back. */
export function checkProfile(profile: PacketProfile, report: Report): void {
  checkHeader(profile, report);
  const lists = checkTree(profile, profile, '', report);
  if (lists > 0)
    report('/root', 'danh sách gói tin chỉ có trong gói tin lớp', 'only a class package holds packets');
  checkPackage(profile, report);
}

/** Wire codes must be writable. */
export function checkCodeValues(profile: PacketProfile, report: Report): void {
  for (const [name, table] of Object.entries(profile.codes))
    for (const entries of [table.entries ?? {}, ...Object.values(table.byLevel ?? {})])
      for (const [key, code] of Object.entries(entries))
        if (refusedCharacter(code) !== null)
          report(
            `/tables/${name}/${key}`,
            'mã chứa ký tự không ghi được',
            'the code holds a control character',
          );
}
