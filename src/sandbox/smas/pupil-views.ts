import { guidOf } from '../world/prng.js';
import {
  hasYear,
  overallText,
  PROMOTION_LABELS,
  REWARD_LABELS,
  rosterRow,
  type SubjectRow,
  type Term,
  type TermRow,
  TITLE_LABELS,
  termRow,
} from '../world/rows.js';
import { subjectsOf } from '../world/subjects.js';
import type { PrimaryResults, Pupil, School, SchoolClass, SecondaryResults } from '../world/types.js';
import { type Answer, badRequest, type Call, list, notFound } from './answer.js';
import { filterValue, paged } from './paging.js';
import {
  birthText,
  ethnicCodeOf,
  fourLevelValue,
  markValue,
  nameText,
  ratingValue,
  sendsSyncCode,
} from './quirks.js';
import { subjectType } from './school-views.js';
import { currentYear, DATA_YEAR, withClass, yearId, yearOfId, yearRefusal } from './years.js';

export const studentId = (school: School, pupil: Pupil): string =>
  guidOf(`pupil|${school.code}|${pupil.number}`);

const studentView = (school: School, cls: SchoolClass, pupil: Pupil) => {
  const row = rosterRow(pupil);
  const foreign = pupil.foreign;
  return {
    id: studentId(school, pupil),
    studentCode: pupil.vendorId,
    ...(sendsSyncCode(school) ? { syncCode: pupil.sectorCode } : {}),
    syncCodeSSO: `sso-${guidOf(`sso|${pupil.sectorCode}`).slice(0, 8)}`,
    fullName: nameText(pupil, row.name),
    birthDay: birthText(school, row.birth),
    gender: pupil.sex === 'male' ? 1 : 0,
    ethnicCode: ethnicCodeOf(school, row),
    ethnicName: row.ethnicName,
    nationalityCode: foreign?.country ?? 'VN',
    citizenId: row.identity,
    citizenIdMissingReason: pupil.noNumberReason,
    foreignDocumentType: foreign?.type ?? null,
    foreignDocumentNumber: foreign?.number ?? null,
    birthPlace: pupil.birthPlace,
    permanentAddress: pupil.address,
    wardCode: school.place.wardCode,
    statusCode: row.statusCode,
    statusName: row.statusLabel,
    statusDate: row.statusDate === null ? null : `${row.statusDate}T00:00:00`,
    statusReason: null,
    fatherName: pupil.father,
    motherName: pupil.mother,
    classId: cls.id,
    className: cls.name,
    gradeLevelCode: String(cls.grade),
    schoolYearId: yearId(school, DATA_YEAR),
    sortOrder: pupil.number,
  };
};

const inClass = (school: School, cls: SchoolClass): readonly Pupil[] =>
  school.pupils.filter((p) => p.classId === cls.id);

export const studentsOfClass = (call: Call): Answer =>
  withClass(call, (cls) => list(inClass(call.school, cls).map((p) => studentView(call.school, cls, p))));

export const studentPage = (call: Call): Answer => {
  const { school, world } = call;
  const wanted = filterValue(call.body, 'schoolYearId');
  const code =
    wanted === undefined ? (call.yearCode ?? currentYear(school)) : yearOfId(school, String(wanted));
  const refusal = yearRefusal(call, code);
  if (refusal !== null) return refusal;
  if (code !== DATA_YEAR) return { kind: 'empty' };
  const rows = school.pupils.map((p) => studentView(school, world.classOf(school, p), p));
  return paged(call, rows, ['schoolYearId', 'classId', 'gradeLevelCode', 'studentCode']);
};

const TERMS: Readonly<Record<string, Term>> = { '1': 'hk1', '2': 'hk2', '3': 'year', '4': 'reassessment' };

const testValue = (row: SubjectRow, text: string, key: string): number | string | null =>
  row.kind === 'comment' ? ratingValue(text, 'test') : markValue(text, key);

const subjectView = (of: ReturnType<typeof subjectsOf>[number] | undefined, row: SubjectRow, key: string) => {
  const at = `${key}|${row.key}`;
  return {
    subjectCode: of?.code ?? '',
    subjectName: of?.name ?? '',
    subjectType: of === undefined ? null : subjectType(of),
    regularScores: row.regular.map((text, i) => testValue(row, text, `${at}|${i}`)),
    midtermScore: testValue(row, row.midterm, `${at}|gk`),
    finalScore: row.kind === 'level' ? markValue(row.test, at) : testValue(row, row.final, `${at}|ck`),
    averageScore: row.exempt ? -1 : markValue(row.score, at),
    evaluation: row.kind === 'comment' ? ratingValue(row.rating, at) : row.rating === '' ? null : row.rating,
    isExempt: row.exempt,
  };
};

const scoreBookRow = (call: Call, cls: SchoolClass, row: TermRow, semester: number) => {
  const { school } = call;
  const subjects = new Map(subjectsOf(school.level, cls).map((s) => [s.key, s]));
  const key = `${row.pupil.vendorId}|${semester}`;
  return {
    studentId: studentId(school, row.pupil),
    studentCode: row.pupil.vendorId,
    studentName: nameText(row.pupil, rosterRow(row.pupil).name),
    classId: cls.id,
    semester,
    subjects: row.subjects.map((s) => subjectView(subjects.get(s.key), s, key)),
    learningResult: fourLevelValue(school, row.hocTap),
    conductResult: fourLevelValue(school, row.renLuyen),
  };
};

const withTerm = (call: Call, handle: (term: Term, semester: number) => Answer): Answer => {
  const text = call.query.get('semester') ?? '';
  const term = TERMS[text];
  return term === undefined
    ? badRequest('InvalidSemester', 'semester là 1, 2, 3 hoặc 4')
    : handle(term, Number(text));
};

const termRows = (call: Call, cls: SchoolClass, term: Term): readonly TermRow[] =>
  inClass(call.school, cls).flatMap((pupil) => termRow(call.world, call.school, pupil, term) ?? []);

export const scoreBook = (call: Call): Answer =>
  withTerm(call, (term, semester) =>
    withClass(call, (cls) =>
      list(termRows(call, cls, term).map((row) => scoreBookRow(call, cls, row, semester))),
    ),
  );

export const attendanceSums = (call: Call): Answer =>
  withTerm(call, (term, semester) =>
    term === 'reassessment'
      ? notFound('học kỳ')
      : withClass(call, (cls) =>
          list(
            inClass(call.school, cls).flatMap((pupil) => {
              const row = attendanceRow(call, pupil, term);
              return row === null ? [] : [{ ...row, semester }];
            }),
          ),
        ),
  );

/** Tiểu học has no marks page for semester 2, but absences are counted there too. */
const attendanceRow = (call: Call, pupil: Pupil, term: 'hk1' | 'hk2' | 'year') => {
  const asked = call.school.level === 'TH' && term === 'hk2' ? 'year' : term;
  const row = termRow(call.world, call.school, pupil, asked);
  if (row === null) return null;
  const { absence } = call.world.results(call.school, pupil);
  const counted = asked === term ? row.absence : absence.hk2;
  return {
    studentId: studentId(call.school, pupil),
    studentCode: pupil.vendorId,
    withPermission: counted.withLeave,
    withoutPermission: counted.withoutLeave,
  };
};

const camel = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key === 'gqvd-sang-tao'
        ? 'giaiQuyetVanDeSangTao'
        : key.replace(/-(.)/gu, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );

const primaryYear = (pupil: Pupil, results: PrimaryResults) => ({
  qualities: camel(results.qualities),
  competences: camel(results.competences),
  overall: overallText(pupil, results) || null,
  reward: results.reward === null ? null : REWARD_LABELS[results.reward],
  classProgrammeCompleted: results.completed,
  promoted: results.completed,
});

const secondaryYear = (school: School, row: TermRow, results: SecondaryResults) => ({
  learningResult: fourLevelValue(school, row.hocTap),
  conductResult: fourLevelValue(school, row.renLuyen),
  title: results.title === null ? null : TITLE_LABELS[results.title],
  promotion: PROMOTION_LABELS[results.promotion],
});

export const yearResults = (call: Call): Answer =>
  withClass(call, (cls) =>
    list(
      inClass(call.school, cls).flatMap((pupil) => {
        const row = hasYear(pupil) ? termRow(call.world, call.school, pupil, 'year') : null;
        if (row === null) return [];
        const results = call.world.results(call.school, pupil);
        return [
          {
            studentId: studentId(call.school, pupil),
            studentCode: pupil.vendorId,
            ...(results.kind === 'primary'
              ? primaryYear(pupil, results)
              : secondaryYear(call.school, row, results)),
            absenceWithPermission: row.absence.withLeave,
            absenceWithoutPermission: row.absence.withoutLeave,
            comment: results.comment,
          },
        ];
      }),
    ),
  );

/** The one partner call whose shape is public: the roster of an attendance device. */
export const deviceRoster = (call: Call): Answer =>
  list(
    call.school.pupils.map((pupil) => {
      const cls = call.world.classOf(call.school, pupil);
      const row = rosterRow(pupil);
      return {
        SyncCodeSSO: `sso-${guidOf(`sso|${pupil.sectorCode}`).slice(0, 8)}`,
        ...(sendsSyncCode(call.school) ? { SyncCode: pupil.sectorCode } : {}),
        StudentCode: pupil.vendorId,
        StudentName: nameText(pupil, row.name),
        ClassName: cls.name,
        ClassId: cls.id,
        BirthDay: row.birth.split('-').reverse().join('/'),
      };
    }),
  );
