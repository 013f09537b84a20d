import { guidOf } from '../world/prng.js';
import type { School, SchoolClass } from '../world/types.js';
import { type Answer, badRequest, type Call, list, notFound } from './answer.js';

/** The only year that holds data. */
export const DATA_YEAR = '2025-2026';

export const yearId = (school: School, code: string): string => guidOf(`year|${school.code}|${code}`);
export const tenantId = (school: School): string => guidOf(`tenant|${school.code}`);
export const currentYear = (school: School): string => school.laterYears.at(-1) ?? DATA_YEAR;
const yearsOf = (school: School): readonly string[] =>
  [...school.laterYears].reverse().concat(DATA_YEAR, '2024-2025');

export const yearList = ({ school }: Call): Answer =>
  list(
    yearsOf(school).map((code) => {
      const start = Number(code.slice(0, 4));
      return {
        id: guidOf(`school-year|${school.code}|${code}`),
        schoolYearId: yearId(school, code),
        code,
        name: `Năm học ${code}`,
        startDate: `${start}-09-05T00:00:00`,
        endDate: `${start + 1}-05-31T00:00:00`,
        firstSemesterStartDate: `${start}-09-05T00:00:00`,
        firstSemesterEndDate: `${start + 1}-01-16T00:00:00`,
        secondSemesterStartDate: `${start + 1}-01-19T00:00:00`,
        isCurrent: code === currentYear(school),
        tenantId: tenantId(school),
      };
    }),
  );

/** Refusal when the call's year is unknown or not the one of the header, or null. */
export const yearRefusal = (call: Call, code: string | undefined): Answer | null => {
  if (code === undefined) return notFound('năm học');
  const meant = call.yearCode ?? currentYear(call.school);
  if (meant === code) return null;
  return badRequest('SchoolYearMismatch', `SchoolYear ${meant} không khớp năm học ${code} của yêu cầu`);
};

/** The year of a `schoolYearId`. */
export const yearOfId = (school: School, id: string | undefined): string | undefined =>
  yearsOf(school).find((code) => yearId(school, code) === id);

export const isYear = (school: School, code: string): boolean => yearsOf(school).includes(code);

/** Id of a class in a year: the data year's own, others derived. */
export const classId = (school: School, cls: SchoolClass, year: string): string =>
  year === DATA_YEAR ? cls.id : guidOf(`class|${school.code}|${cls.name}|${year}`);

/** Runs `handle` for a known class in the data year; other years' classes are empty. */
export const withClass = (call: Call, handle: (cls: SchoolClass) => Answer): Answer => {
  const [id, schoolYearId] = call.params;
  const year = yearOfId(call.school, schoolYearId);
  const refusal = yearRefusal(call, year);
  if (refusal !== null || year === undefined) return refusal ?? notFound('năm học');
  const cls = call.school.classes.find((c) => classId(call.school, c, year) === id);
  if (cls === undefined) return notFound('lớp');
  return year === DATA_YEAR ? handle(cls) : { kind: 'empty' };
};
