import { guidOf } from '../world/prng.js';
import { catalogueOf, regularCount, type Subject, subjectsOf } from '../world/subjects.js';
import { hasLeft, type Level, type StaffMember } from '../world/types.js';
import { type Answer, type Call, list } from './answer.js';
import { paged } from './paging.js';
import { birthText } from './quirks.js';
import {
  classId,
  currentYear,
  DATA_YEAR,
  isYear,
  tenantId,
  withClass,
  yearId,
  yearRefusal,
} from './years.js';

const LEVEL_CODES: Readonly<Record<Level, string>> = { TH: '01', THCS: '02', THPT: '03' };
const levelOf = (text: string | undefined): Level | undefined =>
  (Object.keys(LEVEL_CODES) as Level[]).find((level) => Number(LEVEL_CODES[level]) === Number(text));

export const schoolView = ({ school }: Call): Answer => {
  const principal = school.staff.find((s) => s.role === 'principal');
  return {
    kind: 'object',
    value: {
      id: guidOf(`school|${school.code}`),
      tenantId: tenantId(school),
      code: school.code,
      name: school.name,
      schoolLevelCode: LEVEL_CODES[school.level],
      schoolLevels: [String(Number(LEVEL_CODES[school.level]))],
      provinceCode: school.place.provinceCode,
      provinceName: school.place.provinceName,
      wardCode: school.place.wardCode,
      wardName: school.place.wardName,
      oldWardCode: school.place.oldWardCode,
      oldDistrictCode: school.place.oldDistrictCode,
      oldProvinceCode: school.place.oldProvinceCode,
      schoolYearCode: currentYear(school),
      principalCode: principal?.code ?? null,
      principalName: principal?.name ?? null,
      schoolTypeName: 'Công lập',
    },
  };
};

/** Classes keyed by grade: the key is padded, the code inside is not. */
export const classesByGrade = (call: Call): Answer => {
  const { school } = call;
  const [level, year = ''] = call.params;
  const refusal = yearRefusal(call, isYear(school, year) ? year : undefined);
  if (refusal !== null) return refusal;
  if (levelOf(level) !== school.level || year < DATA_YEAR) return { kind: 'empty' };
  const value: Record<string, unknown[]> = {};
  for (const cls of school.classes) {
    const teacher = school.staff.find((s) => s.homeroomClass === cls.name);
    const key = String(cls.grade).padStart(2, '0');
    const studying = school.pupils.filter((p) => p.classId === cls.id && !hasLeft(p.status)).length;
    value[key] ??= [];
    value[key].push({
      id: classId(school, cls, year),
      className: cls.name,
      gradeLevelCode: String(cls.grade),
      schoolLevelCode: LEVEL_CODES[school.level],
      schoolYearId: yearId(school, year),
      schoolYearCode: year,
      homeroomTeacherCode: teacher?.code ?? null,
      homeroomTeacherName: teacher?.name ?? null,
      numberOfStudents: year === DATA_YEAR ? studying : 0,
    });
  }
  return { kind: 'object', value };
};

export const subjectCatalogue = (call: Call): Answer => {
  const level = levelOf(call.params[0]);
  if (level === undefined) return { kind: 'empty' };
  return list(
    catalogueOf(level).map((subject) => ({
      cateCodeType: 'DM_MON_HOC',
      cateCode: subject.code,
      cateName: subject.name,
      acronymName: subject.short,
      codeOther: `${subject.key.replaceAll('-', '').toUpperCase()}${Number(LEVEL_CODES[level])}`,
      isMoetCode: !subject.code.startsWith('V'),
    })),
  );
};

const SUBJECT_TYPES = { score: 0, comment: 1, level: 3 } as const;
export const subjectType = (subject: Pick<Subject, 'assess'>): number => SUBJECT_TYPES[subject.assess];

export const classSubjects = (call: Call): Answer =>
  withClass(call, (cls) =>
    list(
      subjectsOf(call.school.level, cls).map((subject) => {
        const regular = subject.assess === 'level' ? 0 : regularCount(subject);
        const tested = subject.assess !== 'level' || subject.tested.includes(cls.grade) ? 1 : 0;
        return {
          subjectCode: subject.code,
          subjectName: subject.name,
          subjectType: subjectType(subject),
          subjectSpecies: cls.electives.includes(subject.key) ? 2 : 1,
          regularReviewScore: regular,
          regularReviewScoreHKII: regular,
          coefficient: 1,
          midtermAssessmentScore: subject.assess === 'level' ? 0 : 1,
          finalAssessmentScore: tested,
          periodsPerYear: subject.periods,
          isDisabled: false,
          subjectIncreaseCode: null,
        };
      }),
    ),
  );

const POSITIONS: Readonly<Record<StaffMember['role'], string>> = {
  principal: 'Hiệu trưởng',
  'vice-principal': 'Phó hiệu trưởng',
  teacher: 'Giáo viên',
  other: 'Nhân viên',
};

export const staffPage = (call: Call): Answer =>
  paged(
    call,
    call.school.staff.map((member) => ({
      id: guidOf(`staff|${call.school.code}|${member.code}`),
      employeeCode: member.code,
      fullName: member.name,
      birthDay: birthText(call.school, member.birthDate),
      gender: member.sex === 'male' ? 1 : 0,
      citizenId: member.identityNumber,
      positionName: POSITIONS[member.role],
      isTeaching: member.teaches,
      homeroomClassName: member.homeroomClass,
      certificate:
        member.certificate === null
          ? null
          : { serial: member.certificate.serial, validTo: `${member.certificate.validTo}T00:00:00` },
    })),
    ['employeeCode'],
  );

export const classAssignments = (call: Call): Answer =>
  withClass(call, (cls) => {
    const subjects = new Map(subjectsOf(call.school.level, cls).map((s) => [s.key, s]));
    const staff = new Map(call.school.staff.map((s) => [s.code, s]));
    return list(
      call.school.assignments
        .filter((a) => a.classId === cls.id)
        .map((a) => ({
          subjectCode: subjects.get(a.subject)?.code ?? '',
          subjectName: subjects.get(a.subject)?.name ?? '',
          employeeCode: a.staffCode,
          employeeName: staff.get(a.staffCode)?.name ?? '',
          classId: cls.id,
          className: cls.name,
          isHomeroom: staff.get(a.staffCode)?.homeroomClass === cls.name,
        })),
    );
  });
