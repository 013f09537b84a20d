import type {
  CanonicalRecord,
  FourLevel,
  PrimaryRecord,
  SecondaryRecord,
  SecondarySubject,
} from '../../../src/domain/records.js';
import { seeded } from '../../packet/records.js';

// Invented pupils of every grade in whom nothing is to be found. Results are computed here from the circulars' tables, apart
// from the rules that are tested with them.

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));
const two = (value: number): string => String(value).padStart(2, '0');

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Y', "H'", 'A', 'Rơ Châm', 'Thạch', 'Kpă'];
const MIDDLE = ['Văn', 'Thị', 'Hoàng', 'Minh', 'Blô', 'Ngọc', 'Thanh'];
const GIVEN = ['An', 'Bình', 'Ánh', 'Đạt', 'Niê', 'Kđăm', 'Ksor', 'Hương', 'Sơn', 'Út'];
const GROUPS = ['kinh', 'e-de', 'ba-na', 'xo-dang', 'gia-rai', 'tay'];
const TEACHER = { code: 'GV001', name: 'Nguyễn Thị Mẫu' };
/** Old provinces that the number may begin with. */
const PREFIXES = ['066', '062', '079', '051', '036', '001'];

function pupilOf(random: Random, grade: number, serial: number) {
  const female = random() < 0.5;
  const year = 2025 - 5 - grade;
  const number = `${pick(random, PREFIXES)}${female ? 3 : 2}${two(year % 100)}${String(serial).padStart(6, '0')}`;
  return {
    name: `${pick(random, FAMILY)} ${pick(random, MIDDLE)} ${pick(random, GIVEN)}`,
    birthDate: `${year}-${two(1 + (Math.floor(serial / 28) % 12))}-${two(1 + (serial % 28))}`,
    sex: female ? ('female' as const) : ('male' as const),
    ethnicGroup: pick(random, GROUPS),
    nationality: 'VN',
    birthPlace: 'Đắk Lắk',
    identity: { kind: 'citizen' as const, number },
  };
}

const LEVEL_NUMBER = { TH: '1', THCS: '2', THPT: '3' } as const;

function frameOf(random: Random, level: 'TH' | 'THCS' | 'THPT', grade: number, serial: number) {
  const key = `${grade}${pick(random, ['A', 'B', 'C'])}`;
  const [withLeave, withoutLeave] = [between(random, 0, 12), between(random, 0, 3)];
  return {
    schema: 'canonical-record/1' as const,
    programme: 'GDPT' as const,
    schoolYear: '2025-2026',
    school: { code: `6600000${LEVEL_NUMBER[level]}`, name: `Trường ${level} Thử Nghiệm` },
    class: { key, name: key, grade, homeroomTeacher: TEACHER },
    pupil: pupilOf(random, grade, serial),
    enrolment: { status: 'dang-hoc' as const },
    attendance: { year: { withLeave, withoutLeave } },
    aliases: [{ scheme: 'sector', value: `66${String(serial).padStart(8, '0')}` }],
  };
}

const mark = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10}`;

/** (a + 2b) / 3, half up, in whole tenths. */
const yearOf = (first: number, second: number): number => {
  const sum = first + 2 * second;
  return Math.floor(sum / 3) + (sum % 3 === 2 ? 1 : 0);
};

const scores = (random: Random, strength: number): readonly [number, number, number] => {
  const draw = (): number => Math.max(35, Math.min(100, strength + between(random, -8, 8)));
  const [first, second] = [draw(), draw()];
  return [first, second, yearOf(first, second)];
};

/** The table of Điều 9 khoản 2. */
function levelOf(tenths: readonly number[]): FourLevel {
  const from = (bound: number): number => tenths.filter((one) => one >= bound).length;
  const lowest = Math.min(...tenths);
  if (lowest >= 65 && from(80) >= 6) return 'T';
  if (lowest >= 50 && from(65) >= 6) return 'K';
  return lowest >= 35 && from(50) >= 6 ? 'Đ' : 'CĐ';
}

const RANK: Readonly<Record<FourLevel, number>> = { CĐ: 0, Đ: 1, K: 2, T: 3 };

/** One subject alone pulls the level down by two: Điều 9 khoản 3, tested elsewhere, so such a pupil is drawn again. */
const isAdjusted = (tenths: readonly number[]): boolean =>
  tenths.some(
    (_one, index) =>
      RANK[levelOf(tenths.map((value, at) => (at === index ? 100 : value)))] - RANK[levelOf(tenths)] >= 2,
  );

const LOWER = ['ngu-van', 'toan', 'ngoai-ngu-1', 'gdcd', 'ls-dl', 'khtn', 'cong-nghe', 'tin-hoc'];
const UPPER = [
  'ngu-van',
  'toan',
  'ngoai-ngu-1',
  'lich-su',
  'gdqpan',
  'vat-li',
  'hoa-hoc',
  'sinh-hoc',
  'tin-hoc',
];
const COMMENT = {
  THCS: ['gdtc', 'nghe-thuat', 'hdtn-hn', 'gddp'],
  THPT: ['gdtc', 'hdtn-hn', 'gddp'],
} as const;

function drawScores(random: Random, count: number): readonly (readonly [number, number, number])[] {
  for (;;) {
    const strength = between(random, 55, 95);
    const drawn = Array.from({ length: count }, () => scores(random, strength));
    if ([0, 1, 2].every((at) => !isAdjusted(drawn.map((one) => one[at] ?? 0)))) return drawn;
  }
}

function secondaryOf(random: Random, level: 'THCS' | 'THPT', grade: number, serial: number): SecondaryRecord {
  const keys = level === 'THCS' ? LOWER : UPPER;
  const drawn = drawScores(random, keys.length);
  const subjects: SecondarySubject[] = [
    ...keys.map((subject, index) => {
      const [first = 0, second = 0, year = 0] = drawn[index] ?? [];
      return {
        subject,
        hk1: { score: mark(first) },
        hk2: { score: mark(second) },
        year: { score: mark(year) },
        teacher: TEACHER,
      };
    }),
    ...COMMENT[level].map(
      (subject): SecondarySubject => ({
        subject,
        hk1: { rating: 'Đ' },
        hk2: { rating: 'Đ' },
        year: { rating: 'Đ' },
        teacher: TEACHER,
      }),
    ),
  ];
  const at = (index: number): FourLevel => levelOf(drawn.map((one) => one[index] ?? 0));
  const hocTap = { hk1: at(0), hk2: at(1), year: at(2) };
  const nines = drawn.filter((one) => (one[2] ?? 0) >= 90).length;
  const up = grade === 9 || grade === 12 ? 'hoan-thanh-cap-hoc' : 'len-lop';
  return {
    ...frameOf(random, level, grade, serial),
    level,
    secondary: {
      subjects,
      hocTap,
      renLuyen: { hk1: 'T', hk2: 'T', year: 'T' },
      ...(hocTap.year === 'T' ? { title: nines >= 6 ? 'xuat-sac' : 'gioi' } : {}),
      promotion: hocTap.year === 'CĐ' ? 'khong-len-lop' : up,
    },
  };
}

const TESTED: Readonly<Record<number, readonly string[]>> = {
  1: ['tieng-viet', 'toan'],
  2: ['tieng-viet', 'toan'],
  3: ['tieng-viet', 'toan', 'ngoai-ngu-1', 'thcn'],
  4: ['tieng-viet', 'toan', 'ngoai-ngu-1', 'thcn', 'khoa-hoc', 'ls-dl'],
  5: ['tieng-viet', 'toan', 'ngoai-ngu-1', 'thcn', 'khoa-hoc', 'ls-dl'],
};
const QUALITIES = ['yeu-nuoc', 'nhan-ai', 'cham-chi', 'trung-thuc', 'trach-nhiem'];
const COMPETENCES = [
  'tu-chu-tu-hoc',
  'giao-tiep-hop-tac',
  'gqvd-sang-tao',
  'ngon-ngu',
  'tinh-toan',
  'khoa-hoc',
  'tham-mi',
  'the-chat',
];

/** HTXS with nine and ten, HTT with seven and eight, HT with five and six; all levels T in the first two. */
const GRADES_OF = { HTXS: [9, 10], HTT: [7, 8], HT: [5, 6] } as const;

function primaryOf(random: Random, grade: number, serial: number): PrimaryRecord {
  const overall = pick(random, ['HTXS', 'HTT', 'HT'] as const);
  const level = overall === 'HT' ? 'H' : 'T';
  const quality = overall === 'HT' ? 'Đ' : 'T';
  const [low, high] = GRADES_OF[overall];
  const tested = TESTED[grade] ?? [];
  const plain = ['dao-duc', ...(grade <= 3 ? ['tnxh'] : []), 'gdtc', 'nghe-thuat', 'hdtn'];
  const all = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, quality]));
  const later = grade >= 3 ? ['cong-nghe', 'tin-hoc'] : [];
  const test = (): string => `${between(random, low, high)}.0`;
  return {
    ...frameOf(random, 'TH', grade, serial),
    level: 'TH',
    primary: {
      subjects: [
        ...tested.map(
          (subject) =>
            ({
              subject,
              hk1: { level, test: test() },
              year: { level, test: test() },
              teacher: TEACHER,
            }) as const,
        ),
        ...plain.map((subject) => ({ subject, hk1: { level }, year: { level }, teacher: TEACHER }) as const),
      ],
      qualities: all(QUALITIES),
      competences: all([...COMPETENCES, ...later]),
      overall,
      ...(overall === 'HTXS' ? { reward: 'xuat-sac' as const } : {}),
      completed: true,
      promoted: true,
    },
  } as PrimaryRecord;
}

/** The pupil of that serial; grades 1 to 12 in turn. */
export function cleanRecord(serial: number): CanonicalRecord {
  const random = seeded(serial * 7919 + 17);
  const grade = 1 + (serial % 12);
  if (grade <= 5) return primaryOf(random, grade, serial);
  return secondaryOf(random, grade <= 9 ? 'THCS' : 'THPT', grade, serial);
}
