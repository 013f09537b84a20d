import type { CanonicalRecord, PrimaryRecord, Pupil, SecondaryRecord } from '../../src/domain/records.js';
import type { ClassSubject } from '../../src/rules/rule.js';
import { regularCount, subjectsOf } from '../../src/sandbox/world/subjects.js';
import type {
  CommentSubject,
  Pupil as Person,
  PrimaryResults,
  School,
  SchoolClass,
  ScoredSubject,
  SecondaryResults,
} from '../../src/sandbox/world/types.js';
import type { World } from '../../src/sandbox/world/world.js';
import { buildWorld } from '../../src/sandbox/world/world.js';
import { codeTable } from './package-data.js';

// Pupils of the simulators as records, without a vendor's format between them.

const scoreOf = (tenths: number): string => (tenths / 10).toFixed(1);

function identityOf({ identityNumber, foreign, noNumberReason }: Person): Pupil['identity'] {
  if (identityNumber !== null) return { kind: 'citizen', number: identityNumber };
  if (foreign === null) return { kind: 'none', reason: noNumberReason ?? 'Chưa được cấp' };
  return {
    kind: 'foreign',
    documentType: foreign.type,
    documentNumber: foreign.number,
    country: foreign.country,
  };
}

/** The simulators know ethnic groups by their names only, as vendors do. */
const ETHNIC_KEYS = new Map(
  (codeTable('ethnic-groups') as { entries: readonly { key: string; name: string }[] }).entries.map(
    ({ key, name }) => [name, key],
  ),
);

const pupilOf = (person: Person): Pupil => ({
  name: person.name,
  birthDate: person.birthDate,
  sex: person.sex,
  ethnicGroup: ETHNIC_KEYS.get(person.ethnic.name) ?? person.ethnic.key,
  nationality: person.foreign?.country ?? 'VN',
  identity: identityOf(person),
  birthPlace: person.birthPlace,
});

function frameOf(school: School, cls: SchoolClass, person: Person) {
  const homeroom = school.staff.find(({ homeroomClass }) => homeroomClass === cls.name);
  return {
    schema: 'canonical-record/1' as const,
    programme: 'GDPT' as const,
    schoolYear: '2025-2026',
    school: { code: school.code, name: school.name },
    class: {
      key: cls.name.toUpperCase(),
      name: cls.name,
      grade: cls.grade,
      ...(homeroom === undefined ? {} : { homeroomTeacher: { code: homeroom.code, name: homeroom.name } }),
    },
    pupil: pupilOf(person),
    enrolment: {
      status: person.status,
      ...(person.statusDate === null ? {} : { date: person.statusDate }),
    },
    aliases: [{ scheme: 'sector', value: person.sectorCode }],
  };
}

const testsOf = ({ regular, midterm, final }: ScoredSubject['hk1']) => ({
  regular: regular.map(scoreOf),
  midterm: scoreOf(midterm),
  final: scoreOf(final),
});

const scored = ({ key, hk1, hk2, year, reassessed }: ScoredSubject) => ({
  subject: key,
  hk1: { score: scoreOf(hk1.average) },
  hk2: { score: scoreOf(hk2.average) },
  year: { score: scoreOf(year) },
  ...(reassessed === null ? {} : { reassessment: { score: scoreOf(reassessed) } }),
  tests: { hk1: testsOf(hk1), hk2: testsOf(hk2) },
});

const EXEMPT = { exempt: true } as const;
const commented = ({ key, exempt, hk1, hk2, year }: CommentSubject) =>
  exempt
    ? { subject: key, hk1: EXEMPT, hk2: EXEMPT, year: EXEMPT }
    : {
        subject: key,
        hk1: { rating: hk1.rating },
        hk2: { rating: hk2.rating },
        year: { rating: year },
      };

const present = <T extends object>(parts: T): T =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null && part !== undefined)) as T;

function secondaryOf(results: SecondaryResults, teachers: ReadonlyMap<string, string>) {
  const { title, promotion, reassessed } = results;
  const subjects = [...results.scored.map(scored), ...results.commented.map(commented)];
  return present({
    subjects: subjects.map((line) => {
      const code = teachers.get(line.subject);
      return code === undefined ? line : { ...line, teacher: { code, name: code } };
    }),
    hocTap: present({ ...results.hocTap, reassessment: reassessed?.hocTap }),
    renLuyen: present({ ...results.renLuyen, reassessment: reassessed?.renLuyen }),
    title,
    promotion,
  }) as SecondaryRecord['secondary'];
}

const markOf = ({ level, test }: PrimaryResults['subjects'][number]['year']) =>
  test === null ? { level } : { level, test: `${test}.0` };

const primaryOf = (results: PrimaryResults): PrimaryRecord['primary'] =>
  present({
    subjects: results.subjects.map(({ key, hk1, year }) => ({
      subject: key,
      hk1: markOf(hk1),
      year: markOf(year),
    })),
    qualities: results.qualities,
    competences: results.competences,
    overall: results.overall,
    reward: results.reward,
    completed: results.completed,
    promoted: results.completed,
  }) as PrimaryRecord['primary'];

function recordOf(world: World, school: School, person: Person): CanonicalRecord {
  const cls = world.classOf(school, person);
  const results = world.results(school, person);
  const { hk1, hk2 } = results.absence;
  const year = {
    withLeave: hk1.withLeave + hk2.withLeave,
    withoutLeave: hk1.withoutLeave + hk2.withoutLeave,
  };
  const frame = { ...frameOf(school, cls, person), attendance: { hk1, hk2, year } };
  if (results.kind === 'primary') return { ...frame, level: 'TH', primary: primaryOf(results) };
  const teachers = new Map(
    school.assignments
      .filter(({ classId }) => classId === cls.id)
      .map(({ subject, staffCode }) => [subject, staffCode]),
  );
  return {
    ...frame,
    level: school.level === 'THPT' ? 'THPT' : 'THCS',
    secondary: secondaryOf(results, teachers),
  };
}

/** What the class is known to study. */
const studiedBy = (school: School, cls: SchoolClass): ReadonlyMap<string, ClassSubject> =>
  new Map(
    subjectsOf(school.level, cls).map((subject) => {
      const count = regularCount(subject);
      const tests = subject.assess === 'score' ? { regularTests: { hk1: count, hk2: count } } : {};
      return [subject.key, { periodsPerYear: subject.periods, ...tests }];
    }),
  );

/** A simulated pupil as a record, with what the class is known to study. */
export interface Simulated {
  readonly record: CanonicalRecord;
  readonly classSubjects: ReadonlyMap<string, ClassSubject>;
}

/** Every nth pupil of a world without defects. */
export function simulated(seed: string, students: number, nth: number): readonly Simulated[] {
  const world = buildWorld({ seed, students, dirt: 0, schoolYear: '2025-2026' });
  return world.plans.flatMap(({ code }) => {
    const school = world.school(code);
    const studied = new Map(school.classes.map((cls) => [cls.id, studiedBy(school, cls)]));
    return school.pupils
      .filter(({ number }) => number % nth === 0)
      .map((person) => ({
        record: recordOf(world, school, person),
        classSubjects: studied.get(person.classId) ?? new Map<string, ClassSubject>(),
      }));
  });
}
