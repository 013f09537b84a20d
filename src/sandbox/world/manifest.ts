import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { hasLeft, type Pupil, type Results, type School, type StaffMember } from './types.js';
import type { World } from './world.js';

const withDecimal = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10}`;

const resultFacts = (results: Results) => {
  if (results.kind === 'primary') {
    return {
      overall: results.overall,
      reward: results.reward,
      completed: results.completed,
      subjects: Object.fromEntries(results.subjects.map((s) => [s.key, s.year.level])),
      tests: Object.fromEntries(
        results.subjects.flatMap((s) =>
          s.year.test === null ? [] : [[s.key, withDecimal(s.year.test * 10)]],
        ),
      ),
    };
  }
  return {
    hocTap: results.hocTap.year,
    renLuyen: results.renLuyen.year,
    title: results.title,
    promotion: results.promotion,
    reassessed: results.reassessed,
    subjects: Object.fromEntries([
      ...results.scored.map((s) => [s.key, withDecimal(s.year)]),
      ...results.commented.map((s) => [s.key, s.exempt ? 'exempt' : s.year]),
    ]),
  };
};

const expectation = (pupil: Pupil): 'deliverable' | 'refused' | 'left' => {
  if (hasLeft(pupil.status)) return 'left';
  return pupil.dirt === null ? 'deliverable' : 'refused';
};

/** The truth about one pupil; the result is the true one, also where the vendor's data are spoiled. */
export const pupilFacts = (world: World, school: School, pupil: Pupil) => ({
  sectorCode: pupil.sectorCode,
  vendorId: pupil.vendorId,
  identityNumber: pupil.identityNumber,
  ...(pupil.foreign === null ? {} : { foreign: pupil.foreign }),
  ...(pupil.noNumberReason === null ? {} : { noNumberReason: pupil.noNumberReason }),
  class: world.classOf(school, pupil).name,
  sex: pupil.sex,
  ethnicGroup: pupil.ethnic.key,
  birthDate: pupil.birthDate,
  status: pupil.status,
  statusDate: pupil.statusDate,
  expected: expectation(pupil),
  ...(pupil.dirt === null ? {} : { dirt: pupil.dirt }),
  result: hasLeft(pupil.status) ? null : resultFacts(world.results(school, pupil)),
});

const staffFacts = (staff: readonly StaffMember[]) => {
  const counted = staff.filter((s) => s.teaches);
  return {
    staff: staff.length,
    managers: staff.filter((s) => s.role === 'principal' || s.role === 'vice-principal').length,
    teachers: staff.filter((s) => s.role === 'teacher').length,
    others: staff.filter((s) => s.role === 'other').length,
    teachersCounted: counted.length,
    withCertificate: counted.filter((s) => s.certificate !== null).length,
    withoutCertificate: counted.filter((s) => s.certificate === null).map((s) => s.code),
  };
};

const studyingIn = (school: School): readonly Pupil[] => school.pupils.filter((p) => !hasLeft(p.status));

/** Sums of a school as the deployment report shows them; girls and minorities among those studying. */
export const deploymentOf = (school: School) => {
  const studying = studyingIn(school);
  const minority = studying.filter((p) => !['kinh', 'nguoi-nuoc-ngoai'].includes(p.ethnic.key));
  return {
    classes: school.classes.length,
    pupils: studying.length,
    girls: studying.filter((p) => p.sex === 'female').length,
    minority: minority.length,
    minorityGirls: minority.filter((p) => p.sex === 'female').length,
    withoutIdentityNumber: studying.filter((p) => p.noNumberReason !== null).length,
    left: school.pupils.length - studying.length,
    refused: studying.filter((p) => p.dirt !== null).length,
    ...staffFacts(school.staff),
  };
};

const schoolHead = (school: School) => ({
  code: school.code,
  name: school.name,
  vendor: school.vendor,
  level: school.level,
  commune: school.place.wardName,
  sourceYear: school.sourceYear,
  published: school.published,
  /** An older SMAS does not tell the sector code. */
  vendorSendsSectorCode: school.deployment !== 'smas-2020',
  deployment: deploymentOf(school),
  classes: school.classes.map((c) => ({
    name: c.name,
    grade: c.grade,
    pupils: school.pupils.filter((p) => p.classId === c.id && !hasLeft(p.status)).length,
  })),
});

const TOTALS = [
  'classes',
  'pupils',
  'girls',
  'minority',
  'minorityGirls',
  'left',
  'refused',
  'staff',
  'teachersCounted',
  'withCertificate',
] as const;

/** The manifest as pieces of JSON text, a school at a time, so that its size never stands in memory. */
export const manifestText = function* (world: World): Generator<string> {
  const { seed, students, dirt, schoolYear } = world.options;
  const head = { schoolYear, seed, students: students ?? null, dirt, mutations: world.mutations.length };
  yield `${JSON.stringify(head).slice(0, -1)},"schools":[`;
  const totals = Object.fromEntries(TOTALS.map((name) => [name, 0]));
  for (const [index, plan] of world.plans.entries()) {
    const school = world.school(plan.code);
    const facts = schoolHead(school);
    for (const name of TOTALS) totals[name] = (totals[name] ?? 0) + facts.deployment[name];
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(facts).slice(0, -1)},"pupils":[`;
    for (const [at, pupil] of school.pupils.entries()) {
      yield `${at === 0 ? '' : ','}\n${JSON.stringify(pupilFacts(world, school, pupil))}`;
    }
    yield ']}';
  }
  yield `],\n"totals":${JSON.stringify(totals)}}\n`;
};

/** Writes beside and renames: a reader never sees half a manifest. */
export const writeManifest = async (world: World, path: string): Promise<void> => {
  const beside = `${path}.part`;
  const out = createWriteStream(beside);
  for (const piece of manifestText(world)) {
    if (!out.write(piece)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  await rename(beside, path);
};
