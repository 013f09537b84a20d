import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Address, CanonicalRecord } from '../../src/domain/records.js';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { codeNames } from '../../src/mapping/code-names.js';
import type { CodeTableDeclaration } from '../../src/mapping/declaration.js';
import { compileTables } from '../../src/mapping/tables.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { completenessPack } from '../../src/rules/completeness/index.js';
import { textLength } from '../../src/rules/completeness/text-length.js';
import { runPopulationRules, runRules } from '../../src/rules/pack.js';
import type { ClassRoster, Member, Population } from '../../src/rules/population.js';
import { CONTEXT, PRIMARY, SECONDARY, withPupil } from '../../src/rules/samples.js';
import { OBSERVED, profileIn } from '../packet/profiles.js';
import { META, recordOf, seeded } from '../packet/records.js';

const compiled = compileProfile(profileIn(OBSERVED));

const issuesOf = (record: CanonicalRecord) => runRules([completenessPack], record, CONTEXT);
const told = (record: CanonicalRecord, rule: string) =>
  issuesOf(record)
    .filter((issue) => issue.rule === rule)
    .map(({ path, severity }) => `${path} ${severity}`);

interface Leaf {
  readonly name: string;
  readonly provenance: string;
  readonly basis?: string;
  readonly source?: unknown;
  readonly maxLength?: number;
  readonly children?: readonly Leaf[];
}

/** Lengths that the packet profile takes from QĐ 4998 for values that stand at one place of the record. */
function lengthsOfProfile(): ReadonlyMap<string, number> {
  const file = join(packageRoot(), 'schemas', 'profiles', 'moet-hbs-observed-0.1', 'profile.yaml');
  const { root } = parse(readFileSync(file, 'utf8')) as { readonly root: Leaf };
  const found = new Map<string, number>();
  const walk = ({ source, maxLength, children = [] }: Leaf): void => {
    if (typeof source === 'string' && !source.startsWith('./') && maxLength !== undefined)
      found.set(source, maxLength);
    for (const child of children) walk(child);
  };
  walk(root);
  return found;
}

const text = (length: number): string => 'ệ'.repeat(length);

/** A record with a text of some length at each place that the rule and the profile know. */
const PLACES: Readonly<Record<string, (length: number) => CanonicalRecord>> = {
  'school.code': (length) => ({ ...SECONDARY, school: { ...SECONDARY.school, code: text(length) } }),
  'school.name': (length) => ({ ...SECONDARY, school: { ...SECONDARY.school, name: text(length) } }),
  'class.key': (length) => ({ ...SECONDARY, class: { ...SECONDARY.class, key: text(length) } }),
  'class.name': (length) => ({ ...SECONDARY, class: { ...SECONDARY.class, name: text(length) } }),
  'pupil.name': (length) => withPupil(SECONDARY, { name: text(length) }),
  'pupil.birthPlace': (length) => withPupil(SECONDARY, { birthPlace: text(length) }),
  'pupil.guardians[relation=father].name': (length) =>
    withPupil(SECONDARY, { guardians: [{ relation: 'father', name: text(length) }] }),
  'pupil.guardians[relation=mother].name': (length) =>
    withPupil(SECONDARY, { guardians: [{ relation: 'mother', name: text(length) }] }),
  'pupil.guardians[relation=guardian].name': (length) =>
    withPupil(SECONDARY, { guardians: [{ relation: 'guardian', name: text(length) }] }),
  'pupil.guardians[relation=father].occupation': (length) =>
    withPupil(SECONDARY, { guardians: [{ relation: 'father', name: 'A', occupation: text(length) }] }),
  'pupil.guardians[relation=mother].occupation': (length) =>
    withPupil(SECONDARY, { guardians: [{ relation: 'mother', name: 'A', occupation: text(length) }] }),
  'pupil.guardians[relation=guardian].occupation': (length) =>
    withPupil(SECONDARY, { guardians: [{ relation: 'guardian', name: 'A', occupation: text(length) }] }),
  'aliases[scheme=ministry].value': (length) => ({
    ...SECONDARY,
    aliases: [{ scheme: 'ministry', value: text(length) }],
  }),
  comment: (length) => ({ ...SECONDARY, comment: text(length) }),
};

/** Values whose length no decision names: the packet alone limits them. */
const NOT_OF_4998 = ['pupil.identity.number', 'enrolment.reason'];

describe('texts that the packet could not hold', () => {
  it('are told at the same length as the packet profile refuses them, one character less is not', () => {
    const lengths = lengthsOfProfile();
    expect([...lengths.keys()].filter((path) => !NOT_OF_4998.includes(path)).sort()).toEqual(
      Object.keys(PLACES).sort(),
    );
    for (const [path, make] of Object.entries(PLACES)) {
      const max = lengths.get(path) as number;
      expect([path, textLength.check(make(max)).length]).toEqual([path, 0]);
      expect([path, textLength.check(make(max + 1)).length]).toEqual([path, 1]);
    }
  });

  it('are told once in production: the record is held before a packet is built', () => {
    const record: CanonicalRecord = { ...SECONDARY, comment: text(256) };
    expect(issuesOf(record)).toMatchObject([
      { rule: 'COMP-TEXT-LENGTH', severity: 'error', path: 'comment' },
    ]);
    const built = buildPacket(compiled, record, META);
    expect(built.ok ? [] : built.issues.map(({ rule, path }) => [rule, path])).toEqual([
      ['PACK-TOO-LONG', 'comment'],
    ]);
  });

  it('are shown by their beginning and their length, not whole', () => {
    const [issue] = issuesOf({ ...SECONDARY, comment: text(300) });
    expect(issue?.value).toBe(`${text(60)}…`);
    expect(issue?.message.vi).toContain('300 ký tự');
  });

  it('may be twice as long in an occupation at THCS as QĐ 4998 has it at tiểu học, where it is only a warning', () => {
    const guardians = [{ relation: 'father' as const, name: 'A', occupation: text(51) }];
    expect(told(withPupil(PRIMARY, { guardians }), 'COMP-TEXT-LENGTH')).toEqual([
      'pupil.guardians[father].occupation warning',
    ]);
    expect(told(withPupil(SECONDARY, { guardians }), 'COMP-TEXT-LENGTH')).toEqual([]);
  });
});

describe('what the packet requires', () => {
  it('is there in every record without a finding: none of 300 made records passes the rules and is refused as short or long', () => {
    const random = seeded(7);
    const seen = { long: 0, missing: 0 };
    for (let seed = 0; seed < 300; seed += 1) {
      const made = recordOf(seed);
      const aliases = random() < 0.3 ? [] : (made.aliases ?? []).slice(0, Math.floor(random() * 3));
      const identity = random() < 0.5 ? made.pupil.identity : ({ kind: 'none', reason: 'chưa có' } as const);
      const record: CanonicalRecord = {
        ...made,
        pupil: { ...made.pupil, identity },
        aliases,
        comment: text(1 + Math.floor(random() * 400)),
      };
      const rules = new Set(issuesOf(record).map(({ rule }) => rule));
      const built = buildPacket(compiled, record, META);
      const refused = built.ok ? [] : built.issues.map(({ rule }) => rule);
      if (refused.includes('PACK-TOO-LONG')) {
        seen.long += 1;
        expect(rules.has('COMP-TEXT-LENGTH') || rules.has('COMP-PUPIL-CODE')).toBe(true);
      }
      if (refused.includes('PACK-MISSING')) {
        seen.missing += 1;
        expect(rules.has('COMP-PUPIL-CODE')).toBe(true);
      }
    }
    expect([seen.long > 50, seen.missing > 10]).toEqual([true, true]);
  });
});

describe('a pupil whom only the software knows', () => {
  it('has a code short enough for the packet, or is told so before the packet refuses', () => {
    const withCode = (value: string): CanonicalRecord => ({
      ...withPupil(SECONDARY, { identity: { kind: 'none', reason: 'chưa cấp' } }),
      aliases: [{ scheme: 'vendor:smas', value }],
    });
    for (const [length, accepted] of [
      [16, true],
      [17, false],
    ] as const) {
      const record = withCode('9'.repeat(length));
      expect(buildPacket(compiled, record, META).ok).toBe(accepted);
      expect(told(record, 'COMP-PUPIL-CODE').length).toBe(accepted ? 0 : 1);
    }
  });
});

const day = (status: CanonicalRecord['enrolment']['status'], date: string) =>
  told({ ...SECONDARY, enrolment: { status, date } }, 'COMP-STATUS-DATE').length;

describe('the day of a status', () => {
  it('lies in its term or summer, with a month on each side', () => {
    expect([day('chuyen-den-hk1', '2025-07-31'), day('chuyen-den-hk1', '2025-08-01')]).toEqual([1, 0]);
    expect([day('thoi-hoc-hk1', '2026-02-15'), day('thoi-hoc-hk1', '2026-02-16')]).toEqual([0, 1]);
    expect([day('hoc-lai-hk2', '2025-12-31'), day('hoc-lai-hk2', '2026-01-01')]).toEqual([1, 0]);
    expect([day('chuyen-di-he', '2025-05-14'), day('chuyen-di-he', '2025-05-15')]).toEqual([1, 0]);
    expect([day('chuyen-den-he', '2025-09-30'), day('chuyen-den-he', '2025-10-01')]).toEqual([0, 1]);
  });

  it('is not after today and not before the birth, whatever the status', () => {
    expect([day('dang-hoc', '2026-06-01'), day('dang-hoc', '2026-06-02')]).toEqual([0, 1]);
    expect([day('dang-hoc', '2014-03-20'), day('dang-hoc', '2014-03-21')]).toEqual([1, 0]);
  });
});

/** Lists in the shape of the real ones: codes re-used on 1/7/2025, a commune that became a ward on 30/4/2026, one that ended. */
const UNITS = codeNames(
  compileTables([
    unitTable('provinces', [
      { key: '90', name: 'Mẫu Mới', validFrom: '2025-07-01' },
      { key: '91', name: 'Mẫu Hai', validFrom: '2025-07-01' },
    ]),
    unitTable('communes', [
      {
        key: '90001',
        name: 'Xã Mẫu',
        facts: { province: '90' },
        validFrom: '2025-07-01',
        validTo: '2026-04-30',
      },
      { key: '90001', name: 'Phường Mẫu', facts: { province: '91' }, validFrom: '2026-04-30' },
      {
        key: '90002',
        name: 'Xã Hết',
        facts: { province: '90' },
        validFrom: '2025-07-01',
        validTo: '2026-04-30',
      },
      {
        key: '90003',
        name: 'Xã Sau',
        facts: { province: '91' },
        validFrom: '2025-07-01',
        validTo: '2026-09-01',
      },
    ]),
    unitTable('provinces-63', [{ key: '92', name: 'Mẫu Cũ' }]),
    unitTable('communes-63', [
      {
        key: '90001',
        name: 'Thị trấn Cũ',
        facts: { province: '92', district: '901' },
        validFrom: '2025-03-01',
      },
    ]),
  ]),
);

function unitTable(table: string, entries: CodeTableDeclaration['entries']): CodeTableDeclaration {
  return { table, title: { vi: 'mẫu', en: 'sample' }, basis: 'mẫu để thử', entries };
}

const COMMUNE = { kind: 'current', catalogue: 'vn-34', provinceCode: '90', communeCode: '90001' } as const;

const addressFindings = (
  address: Partial<Address>,
  {
    today = '2026-06-01',
    schoolYear = '2025-2026',
  }: { readonly today?: string; readonly schoolYear?: string } = {},
) =>
  runRules(
    [completenessPack],
    { ...withPupil(SECONDARY, { addresses: [{ ...COMMUNE, ...address }] }), schoolYear },
    { ...CONTEXT, today, codes: UNITS },
  );
const addressRules = (...given: Parameters<typeof addressFindings>) =>
  addressFindings(...given).map(({ rule, path }) => `${rule} ${path.split('.').pop()}`);

describe('an address by codes', () => {
  it('is read in the list that it names: one code is two places', () => {
    expect(addressRules({ catalogue: 'vn-34', provinceCode: '91' })).toEqual([]);
    expect(
      addressRules({ kind: 'birth', catalogue: 'vn-63', provinceCode: '92', districtCode: '901' }),
    ).toEqual([]);
    expect(addressRules({ kind: 'birth', catalogue: 'vn-34', provinceCode: '92' })).toEqual([
      'COMP-PROVINCE-CODE provinceCode',
    ]);
  });

  it('says both places when it names no list', () => {
    const [issue] = addressFindings({ catalogue: 'text', text: 'Xã Mẫu' });
    expect(issue).toMatchObject({ rule: 'COMP-ADDRESS-LIST', severity: 'warning', value: '90001' });
    expect(issue?.message.vi).toContain('Thị trấn Cũ trước 1/7/2025 và Phường Mẫu từ 1/7/2025');
  });

  it('is judged on its day: today, or the end of the record’s year', () => {
    const ended = { provinceCode: '90', communeCode: '90002' };
    expect(addressRules(ended, { today: '2026-04-29' })).toEqual([]);
    expect(addressRules(ended, { today: '2026-04-30' })).toEqual(['COMP-COMMUNE-CODE communeCode']);
    // The commune became part of another province on 30/4/2026.
    expect(addressRules({}, { today: '2026-04-29' })).toEqual([]);
    expect(addressRules({}, { today: '2026-04-30' })).toEqual(['COMP-UNIT-ABOVE provinceCode']);
    // A record of the past is not judged by the list of today.
    const later = { provinceCode: '91', communeCode: '90003' };
    expect(addressRules(later, { today: '2026-08-30' })).toEqual([]);
    expect(addressRules(later, { today: '2027-03-01' })).toEqual([]);
    expect(addressRules(later, { today: '2027-03-01', schoolYear: '2026-2027' })).toEqual([
      'COMP-COMMUNE-CODE communeCode',
    ]);
    // Born there before: the list of any day will do.
    expect(addressRules({ ...ended, kind: 'birth' }, { today: '2026-05-01' })).toEqual([]);
  });

  it('has no district in the new list, and in an old record an old list is right', () => {
    expect(addressRules({ provinceCode: '91', districtCode: '901' })).toEqual(['COMP-DISTRICT districtCode']);
    const old = { catalogue: 'vn-63', provinceCode: '92', districtCode: '901' } as const;
    expect(addressRules(old, { schoolYear: '2024-2025' })).toEqual([]);
    expect(addressRules(old)).toEqual(['COMP-ADDRESS-OLD catalogue']);
  });

  it('is never an error for a commune, which is known second hand, but is for a province that does not exist', () => {
    expect(addressFindings({ communeCode: '99999' }).map(({ severity }) => severity)).toEqual(['warning']);
    expect(addressFindings({ provinceCode: '99' }).map(({ severity }) => severity)).toEqual(['error']);
  });
});

const YEAR = '2025-2026';
const member = (school: string, classKey: string, index: number, change: Partial<Member> = {}): Member => ({
  record: `${school}/${classKey}/${index}`,
  school,
  schoolYear: YEAR,
  classKey,
  grade: 6,
  name: `Y Mẫu ${school} ${classKey} ${index}`,
  birthDate: '2014-03-20',
  number: null,
  status: 'dang-hoc',
  results: true,
  homeroom: true,
  ...change,
});
const roster = (members: readonly Member[], change: Partial<ClassRoster> = {}): ClassRoster => ({
  school: members[0]?.school ?? '',
  schoolYear: YEAR,
  classKey: members[0]?.classKey ?? '',
  size: members.length,
  pupils: members.map(({ name, birthDate }) => ({ name, birthDate })),
  homeroom: true,
  ...change,
});
const classOf = (school: string, classKey: string, size = 3): readonly Member[] =>
  Array.from({ length: size }, (_, index) => member(school, classKey, index));

const findings = (population: Population) =>
  runPopulationRules([{ ...completenessPack, rules: [] }], population).map(
    ({ rule, severity, school, classKey, value, record }) =>
      `${rule} ${severity} ${school} ${classKey ?? '-'} ${record ?? value ?? '-'}`,
  );

describe('a class held against its list', () => {
  const six = classOf('A', '6A');

  it('has n/N records, results of n/N pupils, and a finding for each pupil who lacks one', () => {
    const members = [six[0] as Member, { ...(six[1] as Member), results: false }];
    expect(findings({ members, rosters: [roster(six)], schools: [] })).toEqual([
      'COMP-CLASS-SIZE error A 6A 2/3',
      'COMP-CLASS-RESULTS warning A 6A 1/2',
      'COMP-LISTED-PUPIL error A 6A Y Mẫu A 6A 2',
    ]);
  });

  it('of which nothing came is one finding, not one per pupil', () => {
    expect(findings({ members: [], rosters: [roster(six)], schools: [] })).toEqual([
      'COMP-CLASS-SIZE error A 6A 0/3',
    ]);
  });

  it('may be listed by two sources: each size counts, a missing pupil is told once, and being on one list is enough', () => {
    const members = [...six, member('A', '6A', 9)];
    const other = roster([...members, member('A', '6A', 7)]);
    expect(findings({ members, rosters: [roster(six), other, roster(six)], schools: [] })).toEqual([
      'COMP-CLASS-SIZE warning A 6A 4/3',
      'COMP-CLASS-SIZE error A 6A 4/5',
      'COMP-LISTED-PUPIL error A 6A Y Mẫu A 6A 7',
    ]);
  });

  it('knows its pupils by number first: a name spelled otherwise is no other pupil', () => {
    const members = [member('A', '6A', 0, { number: '066214000001', name: 'H Mẫu Ayŭn' })];
    const list = roster(members, { pupils: [{ name: 'H Mau Ayun', number: '066214000001' }] });
    expect(findings({ members, rosters: [list], schools: [] })).toEqual([]);
  });

  it('gives a record to one name of the list only, however it was found', () => {
    const members = [member('A', '6A', 0, { number: '066214000001' })];
    const [{ name, birthDate }] = members as [Member];
    const pupils = [
      { name, birthDate, number: '066214000001' },
      { name, birthDate },
    ];
    expect(findings({ members, rosters: [roster(members, { size: 1, pupils })], schools: [] })).toEqual([
      `COMP-LISTED-PUPIL error A 6A ${name}`,
    ]);
  });

  it('says so when the record is in another class of the school, as a warning', () => {
    const moved = { ...(six[2] as Member), classKey: '6B' };
    const members = [...six.slice(0, 2), moved];
    expect(findings({ members, rosters: [roster(six, { size: 2 })], schools: [] })).toEqual([
      'COMP-LISTED-PUPIL warning A 6A Y Mẫu A 6A 2',
    ]);
  });
});

describe('a whole province', () => {
  const classes = ['A', 'B', 'C'].flatMap((school) => ['6A', '6B', '7A'].map((key) => classOf(school, key)));
  const members = classes.flat();
  const rosters = classes.map((one) => roster(one));
  const schools = ['A', 'B', 'C', 'D', 'E'].map((code) => ({
    code,
    name: `THCS ${code}`,
    sources: code === 'E' ? [] : ['smas'],
  }));

  it('has nothing to find when all is there but a school that is silent; one without a vendor is on paper', () => {
    expect(findings({ members, rosters, schools })).toEqual(['COMP-SCHOOL-NO-DATA error D - smas']);
  });

  it('gives the same findings whatever the order of records, lists and schools', () => {
    const random = seeded(11);
    const shuffled = <T>(list: readonly T[]): T[] =>
      list
        .map((item) => ({ item, key: random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item);
    const some = members.filter((_, index) => index % 7 !== 0).map((one) => ({ ...one, homeroom: false }));
    const lists = rosters.map((one, index) => ({ ...one, homeroom: index % 2 === 0 }));
    const expected = findings({ members: some, rosters: lists, schools });
    expect(expected.length).toBeGreaterThan(10);
    for (let round = 0; round < 20; round += 1) {
      const population = {
        members: shuffled(some),
        rosters: shuffled(lists).map((one) => ({ ...one, pupils: shuffled(one.pupils ?? []) })),
        schools: shuffled(schools),
      };
      expect(findings(population)).toEqual(expected);
    }
  });
});
