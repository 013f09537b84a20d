import { BUON_HO, NGOK_TU, PHU_HOA_DONG } from './places.js';
import { guidOf } from './prng.js';
import type { SchoolClass, SchoolPlan } from './types.js';

/** Codes of 8 characters in the usual shape PP DDD S NN; invented. */
export const NGO_MAY = '66644501';
export const KPA_KLONG = '62612503';
export const DINH_NUP = '62612507';
export const TAN_THANH_DONG_3 = '79783412';

/** `6A:36` -> class 6A of 36 pupils. */
const classes = (school: string, text: string): readonly SchoolClass[] =>
  text.split(' ').map((part) => {
    const [name = '', size = '0'] = part.split(':');
    const grade = Number.parseInt(name, 10);
    return { id: guidOf(`class|${school}|${name}`), name, grade, size: Number(size), electives: [] };
  });

const NGOK_TU_COMMON = {
  level: 'THCS',
  profile: 'minority',
  place: NGOK_TU,
  sourceYear: '2024-2025',
  published:
    'Báo cáo của UBND xã Ngọk Tụ (CV 232/SGDĐT-GDTrH, 7/2025): 2 trường, 20 lớp, 596 học sinh (chia hai trường: giả định)',
  layout: 'sheet-per-class',
  format: 'xlsx',
  foreign: 0,
  left: 3,
  minorityGroups: [
    'xo-dang',
    'xo-dang',
    'xo-dang',
    'xo-dang',
    'xo-dang',
    'ba-na',
    'gie-trieng',
    'hre',
    'gia-rai',
  ],
} as const;

const NGOK_TU_STAFF = { managers: 2, teachingManagers: 1, teachers: 22, others: 2 } as const;

const PLANS: readonly Omit<SchoolPlan, 'firstOrdinal'>[] = [
  {
    code: NGO_MAY,
    name: 'THCS Ngô Mây',
    vendor: 'smas',
    level: 'THCS',
    profile: 'rural',
    place: BUON_HO,
    sourceYear: '2024-2025',
    published: 'Kế hoạch của THCS Ngô Mây 2024-2025: 11 lớp, 389 học sinh',
    deployment: 'smas4',
    layout: 'sheet-per-class',
    format: 'xlsx',
    classes: classes(NGO_MAY, '6A:36 6B:36 6C:35 7A:36 7B:35 7C:35 8A:36 8B:35 8C:35 9A:35 9B:35'),
    figures: null,
    staffPlan: { managers: 2, teachingManagers: 0, teachers: 21, others: 3, certified: 21 },
    withoutNumber: 0,
    foreign: 0,
    left: 4,
    minorityGroups: ['e-de', 'e-de', 'tay', 'mnong', 'gia-rai', 'thai'],
  },
  {
    ...NGOK_TU_COMMON,
    code: KPA_KLONG,
    name: 'THCS Kpă Klơng',
    vendor: 'smas',
    deployment: 'smas-2020',
    classes: classes(KPA_KLONG, '6A:30 6B:30 6C:30 7A:30 7B:30 7C:29 8A:30 8B:30 9A:30 9B:29'),
    figures: { girls: 141, minority: 295, minorityGirls: 139 },
    staffPlan: { ...NGOK_TU_STAFF, certified: 23 },
    withoutNumber: 1,
  },
  {
    ...NGOK_TU_COMMON,
    code: DINH_NUP,
    name: 'PTDTBT THCS Đinh Núp',
    vendor: 'vnedu',
    deployment: null,
    classes: classes(DINH_NUP, '6A:31 6B:30 6C:30 7A:30 7B:30 7C:30 8A:30 8B:29 9A:29 9B:29'),
    figures: { girls: 143, minority: 296, minorityGirls: 142 },
    staffPlan: { ...NGOK_TU_STAFF, certified: 22 },
    withoutNumber: 2,
  },
  {
    code: TAN_THANH_DONG_3,
    name: 'TH Tân Thạnh Đông 3',
    vendor: 'misa',
    level: 'TH',
    profile: 'urban',
    place: PHU_HOA_DONG,
    sourceYear: '2023-2024',
    published:
      'Kế hoạch học bạ số lớp 1 của TH Tân Thạnh Đông 3, 2023-2024 (số lớp, số học sinh, phần mềm: giả định)',
    deployment: null,
    layout: 'sheet-per-class',
    format: 'xlsx',
    classes: classes(TAN_THANH_DONG_3, '1/1:35 1/2:35 1/3:35'),
    figures: null,
    staffPlan: { managers: 2, teachingManagers: 0, teachers: 6, others: 2, certified: 6 },
    withoutNumber: 1,
    foreign: 0,
    left: 1,
    minorityGroups: ['tay', 'kho-me'],
  },
];

/** The four schools of "Demo data" with the published figures: 34 classes, 1,090 pupils studying. */
export const demoSchools = (): readonly SchoolPlan[] => {
  let next = 1;
  return PLANS.map((plan) => {
    const firstOrdinal = next;
    next += plan.classes.reduce((sum, c) => sum + c.size, 0) + plan.left + 100;
    return { ...plan, firstOrdinal };
  });
};
