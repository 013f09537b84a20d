import { BUON_HO, NGOK_TU, PHU_HOA_DONG, XUAN_TRUONG } from './places.js';
import { guidOf, type Rng, rngOf } from './prng.js';
import { ELECTIVE_SETS } from './subjects.js';
import type { Level, Place, Profile, SchoolClass, SchoolPlan, Vendor } from './types.js';

interface Site {
  readonly place: Place;
  readonly profile: Profile;
  readonly groups: readonly string[];
}
const SITES: readonly [Site, ...Site[]] = [
  { place: BUON_HO, profile: 'rural', groups: ['e-de', 'e-de', 'mnong', 'gia-rai', 'tay', 'hmong'] },
  {
    place: NGOK_TU,
    profile: 'minority',
    groups: ['xo-dang', 'xo-dang', 'xo-dang', 'ba-na', 'gie-trieng', 'hre'],
  },
  { place: PHU_HOA_DONG, profile: 'urban', groups: ['kho-me', 'tay', 'dao'] },
  { place: XUAN_TRUONG, profile: 'rural', groups: ['tay', 'thai', 'dao'] },
];
const SHARE: Readonly<Record<Vendor, number>> = { smas: 0.6, vnedu: 0.25, misa: 0.15 };
const CLASS_SIZE: Readonly<Record<Level, readonly [mean: number, spread: number, min: number]>> = {
  TH: [31, 5, 8],
  THCS: [37, 6, 15],
  THPT: [42, 4, 20],
};
const GRADES: Readonly<Record<Level, readonly number[]>> = {
  TH: [1, 2, 3, 4, 5],
  THCS: [6, 7, 8, 9],
  THPT: [10, 11, 12],
};
const LEVEL_DIGIT: Readonly<Record<Level, string>> = { TH: '4', THCS: '5', THPT: '7' };
/** VnEdu's known layout is of THCS only; THPT comes from SMAS alone. */
const LEVELS: Readonly<Record<Vendor, readonly Level[]>> = {
  smas: ['TH', 'THCS', 'THPT', 'THCS', 'TH'],
  vnedu: ['THCS'],
  misa: ['TH', 'THCS'],
};
const NAMES = [
  'Nguyễn Huệ',
  'Lê Lợi',
  'Kim Đồng',
  'Trần Phú',
  'Võ Thị Sáu',
  'Quang Trung',
  'Chu Văn An',
  'Lý Tự Trọng',
  'Nơ Trang Lơng',
  "N'Trang Gưh",
  'Hùng Vương',
  'Phan Chu Trinh',
];

const nextVendor = (given: Readonly<Record<Vendor, number>>, total: number): Vendor =>
  (Object.keys(SHARE) as Vendor[]).reduce((best, vendor) =>
    SHARE[vendor] * total - given[vendor] > SHARE[best] * total - given[best] + 1e-9 ? vendor : best,
  );

const classesOf = (rng: Rng, code: string, level: Level, goal: number): readonly SchoolClass[] => {
  const [mean, spread, min] = CLASS_SIZE[level];
  const perGrade = Math.max(1, Math.round(goal / mean / GRADES[level].length));
  const classes: SchoolClass[] = [];
  let rest = goal;
  for (const grade of GRADES[level]) {
    for (let i = 0; i < perGrade && rest > 0; i += 1) {
      const name = `${grade}${String.fromCharCode(65 + i)}`;
      const wished = Math.min(50, Math.max(min, Math.round(mean + spread * rng.gauss())));
      const size = Math.min(rest, wished);
      const electives = level === 'THPT' ? rng.pick(ELECTIVE_SETS) : [];
      classes.push({ id: guidOf(`class|${code}|${name}`), name, grade, size, electives });
      rest -= size;
    }
  }
  return classes;
};

const codeOf = (site: Site, level: Level, index: number): string => {
  const district = String(601 + Math.floor(index / 80)).padStart(3, '0');
  return `${site.place.oldProvinceCode}${district}${LEVEL_DIGIT[level]}${String((index % 80) + 10)}`;
};

const planOf = (seed: string, index: number, vendor: Vendor, goal: number, ordinal: number): SchoolPlan => {
  const rng = rngOf(`${seed}|school|${index}`);
  const site = SITES[index % SITES.length] ?? SITES[0];
  const level = LEVELS[vendor][Math.floor(index / 3) % LEVELS[vendor].length] ?? 'THCS';
  const code = codeOf(site, level, index);
  const classes = classesOf(rng, code, level, goal);
  const teachers = Math.max(8, Math.ceil(classes.length * (level === 'TH' ? 1.5 : 2)));
  const pupils = classes.reduce((sum, c) => sum + c.size, 0);
  return {
    code,
    name: `${level} ${NAMES[index % NAMES.length]} ${Math.floor(index / NAMES.length) + 1}`,
    vendor,
    level,
    profile: site.profile,
    place: site.place,
    sourceYear: '2025-2026',
    published: 'synthetic',
    deployment: vendor !== 'smas' ? null : index % 3 === 2 ? 'smas-2020' : 'smas4',
    layout: index % 2 === 0 ? 'sheet-per-class' : 'one-sheet',
    format: index % 4 === 3 ? 'csv' : 'xlsx',
    classes,
    figures: null,
    staffPlan: { managers: 2, teachingManagers: 1, teachers, others: 3, certified: teachers + 1 },
    withoutNumber: Math.round(pupils * 0.004),
    foreign: index === 0 ? 1 : 0,
    left: Math.max(1, Math.round(pupils * 0.008)),
    firstOrdinal: ordinal,
    minorityGroups: site.groups,
  };
};

/** As many schools as N pupils need; 60 % of them at SMAS, 25 % at VnEdu, 15 % at MISA. */
export const scaleSchools = (seed: string, students: number): readonly SchoolPlan[] => {
  const typical = Math.min(700, Math.max(40, Math.round(students / 12)));
  const given: Record<Vendor, number> = { smas: 0, vnedu: 0, misa: 0 };
  const plans: SchoolPlan[] = [];
  let done = 0;
  let ordinal = 1;
  while (done < students) {
    const goal = Math.min(
      students - done,
      Math.round(typical * (0.7 + 0.6 * rngOf(`${seed}|${plans.length}`).next())),
    );
    const vendor = nextVendor(given, done + goal);
    const plan = planOf(seed, plans.length, vendor, goal, ordinal);
    const size = plan.classes.reduce((sum, c) => sum + c.size, 0);
    plans.push(plan);
    given[vendor] += size;
    done += size;
    // Room for pupils who left and for some added later.
    ordinal += size + plan.left + 100;
  }
  return plans;
};
