import type { CanonicalRecord, PrimaryRecord, SecondaryRecord } from '../../src/domain/records.js';
import type { PacketMeta } from '../../src/packet/build.js';

export const META: PacketMeta = {
  lookupCode: '0123456789abcdef0123456789abcdef',
  version: 1,
  effectiveDate: '2026-06-30',
  environment: 'test',
  issuedAt: '2026-06-01T08:00:00Z',
};

/** Mulberry32: the same seed gives the same records on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SECONDARY_SCORED = ['ngu-van', 'toan', 'ngoai-ngu-1', 'gdcd', 'ls-dl', 'khtn', 'cong-nghe', 'tin-hoc'];
const SECONDARY_COMMENT = ['gdtc', 'nghe-thuat', 'hdtn-hn', 'gddp'];
const UPPER_SCORED = [
  'ngu-van',
  'toan',
  'ngoai-ngu-1',
  'lich-su',
  'gdqpan',
  'vat-li',
  'hoa-hoc',
  'dia-li',
  'tin-hoc',
];
const UPPER_COMMENT = ['gdtc', 'hdtn-hn', 'gddp'];
const PRIMARY_TESTED = ['tieng-viet', 'toan'];
const PRIMARY_LEVEL = ['dao-duc', 'tnxh', 'gdtc', 'nghe-thuat', 'hdtn'];
const NAMES = [
  "Y'Blô Niê Kđăm",
  'Nguyễn Thị Ánh',
  'A Hrăm',
  'H’Wen Byă',
  'Đặng Văn Ô',
  'Lê Hoàng Bảo Ngọc',
  'Rơ Châm Hiếu',
];
const COMMENTS = [
  'Chăm ngoan, tiến bộ.',
  'Cần cố gắng <hơn> & đọc nhiều "sách"',
  'Học tốt\nRèn luyện tốt',
  'Giỏi\tToán\r\n',
  ']]> kết thúc',
];

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const maybe = <T>(random: Random, value: T): T | undefined => (random() < 0.6 ? value : undefined);
const score = (random: Random): string => (Math.floor(random() * 101) / 10).toFixed(1);

/** Leaves out keys whose value is undefined, as a canonical record does. */
const compact = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const teacher = (random: Random) =>
  maybe(random, {
    ...(random() < 0.8 ? { code: `GV${Math.floor(random() * 5)}` } : {}),
    name: pick(random, NAMES),
  });

function identityOf(random: Random) {
  const kind = random();
  if (kind < 0.7)
    return {
      kind: 'citizen' as const,
      number: `0663${Math.floor(random() * 1e8)
        .toString()
        .padStart(8, '0')}`,
    };
  if (kind < 0.85)
    return { kind: 'foreign' as const, documentType: 'HC', documentNumber: 'N1234567', country: 'LA' };
  return compact({
    kind: 'none' as const,
    reason: 'Chưa làm giấy khai sinh',
    since: maybe(random, '2025-09-05'),
  });
}

function pupilOf(random: Random, grade: number) {
  return {
    name: pick(random, NAMES),
    birthDate: `${2026 - 6 - grade}-0${1 + Math.floor(random() * 9)}-15`,
    sex: pick(random, ['male', 'female'] as const),
    ethnicGroup: pick(random, ['kinh', 'e-de', 'xo-dang', 'gia-rai']),
    nationality: 'VN',
    identity: identityOf(random),
    birthPlace: maybe(random, 'Bệnh viện đa khoa tỉnh'),
    addresses: maybe(random, [
      { kind: 'permanent' as const, catalogue: 'vn-34' as const, provinceCode: '66', communeCode: '24133' },
      { kind: 'current' as const, catalogue: 'text' as const, text: 'Buôn "Tơ Jú" & lân cận' },
    ]),
    disability: random() < 0.05 ? { kind: '03', notAssessed: true } : undefined,
    guardians: maybe(random, [
      compact({
        relation: 'father' as const,
        name: pick(random, NAMES),
        occupation: maybe(random, 'Nông dân'),
      }),
      { relation: 'mother' as const, name: pick(random, NAMES) },
    ]),
  };
}

function frameOf(random: Random, grade: number) {
  return {
    schema: 'canonical-record/1' as const,
    programme: 'GDPT' as const,
    schoolYear: '2025-2026',
    school: { code: '66164501', name: 'Trường mẫu' },
    class: compact({ key: `${grade}A`, name: `${grade}A`, grade, homeroomTeacher: teacher(random) }),
    pupil: pupilOf(random, grade),
    enrolment: compact({
      status: pick(random, ['dang-hoc', 'chuyen-den-hk2'] as const),
      date: maybe(random, '2025-09-05'),
      reason: maybe(random, 'Theo gia đình'),
    }),
    attendance: maybe(random, {
      hk1: { withLeave: 1, withoutLeave: 0 },
      year: { withLeave: Math.floor(random() * 9), withoutLeave: 2 },
    }),
    history: maybe(random, [{ schoolYear: '2024-2025', className: '5B', schoolName: 'Trường cũ' }]),
    awards: maybe(random, [
      { kind: 'reward' as const, text: 'Giấy khen cấp trường' },
      { kind: 'competition' as const, text: 'Giải ba cấp xã' },
    ]),
    comment: maybe(random, pick(random, COMMENTS)),
    aliases: [
      {
        scheme: 'sector',
        value: `66${Math.floor(random() * 1e8)
          .toString()
          .padStart(8, '0')}`,
      },
      ...(random() < 0.5 ? [{ scheme: 'ministry', value: '0123456789' }] : []),
    ],
  };
}

const FOUR = ['T', 'K', 'Đ', 'CĐ'] as const;

function secondaryOf(random: Random, level: 'THCS' | 'THPT', grade: number): SecondaryRecord {
  const upper = level === 'THPT';
  const scored = (upper ? UPPER_SCORED : SECONDARY_SCORED).map((subject) => ({
    subject,
    hk1: { score: score(random) },
    hk2: { score: score(random) },
    year: { score: score(random) },
    reassessment: random() < 0.1 ? { score: score(random) } : undefined,
    teacher: teacher(random),
    comment: maybe(random, pick(random, COMMENTS)),
  }));
  const comment = (upper ? UPPER_COMMENT : SECONDARY_COMMENT).map((subject) => ({
    subject,
    hk1: random() < 0.1 ? { exempt: true as const } : { rating: 'Đ' as const },
    year: { rating: pick(random, ['Đ', 'CĐ'] as const) },
    teacher: teacher(random),
  }));
  return compact({
    ...frameOf(random, grade),
    level,
    secondary: {
      subjects: [...scored, ...comment],
      hocTap: { hk1: pick(random, FOUR), year: pick(random, FOUR) },
      renLuyen: {
        hk1: pick(random, FOUR),
        hk2: pick(random, FOUR),
        year: pick(random, FOUR),
        reassessment: maybe(random, 'Đ'),
      },
      title: maybe(random, 'gioi'),
      promotion: maybe(
        random,
        pick(random, ['len-lop', 'khong-len-lop', 'len-lop-sau-danh-gia-lai'] as const),
      ),
    },
  }) as SecondaryRecord;
}

function primaryOf(random: Random, grade: number): PrimaryRecord {
  const level = () => pick(random, ['T', 'H', 'C'] as const);
  const quality = () => pick(random, ['T', 'Đ', 'C'] as const);
  return compact({
    ...frameOf(random, grade),
    level: 'TH' as const,
    primary: {
      subjects: [
        ...PRIMARY_TESTED.map((subject) => ({
          subject,
          hk1: { level: level(), test: '9.0' },
          year: { level: level(), test: '10.0' },
          teacher: teacher(random),
          comment: maybe(random, pick(random, COMMENTS)),
        })),
        ...PRIMARY_LEVEL.map((subject) => ({ subject, hk2: { level: level() }, year: { level: level() } })),
      ],
      qualities: { 'yeu-nuoc': quality(), 'nhan-ai': quality(), 'cham-chi': quality() },
      competences: { 'tu-chu-tu-hoc': quality(), 'ngon-ngu': quality(), 'the-chat': quality() },
      overall: pick(random, ['HTXS', 'HTT', 'HT', 'CHT'] as const),
      reward: maybe(random, 'tieu-bieu'),
      completed: true,
      promoted: random() < 0.9,
    },
  }) as PrimaryRecord;
}

/** A believable record of any level, by seed. */
export function recordOf(seed: number): CanonicalRecord {
  const random = seeded(seed);
  const kind = seed % 3;
  if (kind === 0) return primaryOf(random, 1 + (seed % 5));
  if (kind === 1) return secondaryOf(random, 'THCS', 6 + (seed % 4));
  return secondaryOf(random, 'THPT', 10 + (seed % 3));
}

const QUALITIES = ['yeu-nuoc', 'nhan-ai', 'cham-chi', 'trung-thuc', 'trach-nhiem'];
const COMPETENCES = [
  'tu-chu-tu-hoc',
  'giao-tiep-hop-tac',
  'gqvd-sang-tao',
  'ngon-ngu',
  'tinh-toan',
  'khoa-hoc',
  'cong-nghe',
  'tin-hoc',
  'tham-mi',
  'the-chat',
];

/** A record whose every optional part is there, so that every element of a profile gets written. */
export function fullRecord(level: 'TH' | 'THCS'): CanonicalRecord {
  const always: Random = () => 0.5;
  const record = level === 'TH' ? primaryOf(always, 5) : secondaryOf(always, 'THCS', 9);
  const guardian = { relation: 'guardian' as const, name: 'Bà Nội', occupation: 'Hưu trí' };
  const absences = { withLeave: 1, withoutLeave: 2 };
  const good = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, 'T']));
  const primary =
    record.level === 'TH'
      ? { primary: { ...record.primary, qualities: good(QUALITIES), competences: good(COMPETENCES) } }
      : {};
  const address = {
    kind: 'origin',
    catalogue: 'vn-63',
    provinceCode: '66',
    districtCode: '643',
    communeCode: '24133',
    text: 'Buôn cũ',
  };
  return {
    ...record,
    ...primary,
    attendance: { hk1: absences, hk2: absences, year: absences },
    enrolment: { status: 'chuyen-den-hk1', date: '2025-09-05', reason: 'Theo gia đình' },
    class: { ...record.class, homeroomTeacher: { code: 'GV1', name: 'Cô Hoa' } },
    pupil: {
      ...record.pupil,
      addresses: [address],
      disability: { kind: '03', notAssessed: false },
      guardians: [
        { relation: 'father', name: 'Ông A', occupation: 'Nông dân' },
        { relation: 'mother', name: 'Bà B', occupation: 'Giáo viên' },
        guardian,
      ],
    },
  } as CanonicalRecord;
}
