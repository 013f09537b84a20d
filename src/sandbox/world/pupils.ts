import { ethnicGroup, nameOf } from './ethnic.js';
import { type Rng, rngOf } from './prng.js';
import type { DirtKind, Profile, Pupil, SchoolClass, SchoolPlan, Sex, Status } from './types.js';

interface Slot {
  readonly sex: Sex;
  readonly minority: boolean;
}

const MINORITY_SHARE: Readonly<Record<Profile, number>> = { urban: 0.03, rural: 0.22, minority: 0.92 };
const NO_NUMBER_REASONS = [
  'Chưa làm giấy khai sinh',
  'Đang chờ cơ quan công an cấp số định danh',
  'Thông tin khai sinh sai, đang đính chính',
] as const;
const LEFT: readonly (readonly [Status, string])[] = [
  ['chuyen-di-hk1', '2025-11-10'],
  ['chuyen-di-hk2', '2026-03-02'],
  ['thoi-hoc-hk2', '2026-02-23'],
  ['thoi-hoc-hk1', '2025-12-01'],
];
const ARRIVED: readonly (readonly [Status, string])[] = [
  ['chuyen-den-hk1', '2025-10-06'],
  ['chuyen-den-hk2', '2026-02-02'],
];

const shuffled = <T>(rng: Rng, list: readonly T[]): T[] => {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = rng.int(0, i);
    const [a, b] = [out[i] as T, out[j] as T];
    out[i] = b;
    out[j] = a;
  }
  return out;
};

const repeat = (count: number, slot: Slot): Slot[] => Array.from({ length: count }, () => slot);

/** Sex and majority or minority of every studying pupil; exactly the published sums where there are any. */
const slotsOf = (rng: Rng, plan: SchoolPlan, count: number): Slot[] => {
  const figures = plan.figures;
  if (figures === null) {
    return Array.from({ length: count }, () => ({
      sex: rng.chance(0.48) ? 'female' : 'male',
      minority: rng.chance(MINORITY_SHARE[plan.profile]),
    }));
  }
  const { girls, minority, minorityGirls } = figures;
  return shuffled(rng, [
    ...repeat(minorityGirls, { sex: 'female', minority: true }),
    ...repeat(girls - minorityGirls, { sex: 'female', minority: false }),
    ...repeat(minority - minorityGirls, { sex: 'male', minority: true }),
    ...repeat(count - girls - minority + minorityGirls, { sex: 'male', minority: false }),
  ]);
};

const two = (n: number): string => String(n).padStart(2, '0');

const birthDateOf = (rng: Rng, grade: number): string => {
  const year = 2020 - grade - (rng.chance(0.008) ? 1 : 0);
  return `${year}-${two(rng.int(1, 12))}-${two(rng.int(1, 28))}`;
};

/** 12 digits: province of birth registration, century and sex, year, serial (a bijection of the ordinal: unique). */
const identityNumberOf = (plan: SchoolPlan, ordinal: number, sex: Sex, birthDate: string): string => {
  const serial = String((ordinal * 7919 + 104729) % 1_000_000).padStart(6, '0');
  return `0${plan.place.oldProvinceCode}${sex === 'male' ? '2' : '3'}${birthDate.slice(2, 4)}${serial}`;
};

/** 10 digits; SMAS and MISA schools' codes start with 0. */
const sectorCodeOf = (plan: SchoolPlan, ordinal: number): string => {
  const serial = String((ordinal * 7907 + 15485) % 10_000_000).padStart(7, '0');
  return plan.vendor === 'vnedu'
    ? `${plan.place.oldProvinceCode}1${serial}`
    : `0${plan.place.oldProvinceCode}${serial}`;
};

const vendorIdOf = (plan: SchoolPlan, number: number, sectorCode: string): string => {
  if (plan.vendor === 'vnedu') return sectorCode;
  const place = String(number).padStart(4, '0');
  return plan.vendor === 'smas' ? `HS${plan.code}-${place}` : `MS${plan.code.slice(-4)}${place}`;
};

const foreignPapers = (ordinal: number): Pupil['foreign'] => ({
  type: 'HC',
  number: `PA${String(1000000 + ordinal)}`,
  country: 'LA',
});

const parent = (rng: Rng, group: string, sex: Sex): string | null =>
  rng.chance(0.93) ? nameOf(rng, group, sex) : null;

const groupOf = (rng: Rng, plan: SchoolPlan, slot: Slot, foreign: boolean): string => {
  if (foreign) return 'nguoi-nuoc-ngoai';
  return slot.minority ? rng.pick(plan.minorityGroups) : 'kinh';
};

interface Making {
  readonly seed: string;
  readonly plan: SchoolPlan;
  readonly cls: SchoolClass;
  readonly number: number;
  readonly slot: Slot;
  readonly status: readonly [Status, string] | null;
  readonly withoutNumber: boolean;
  readonly foreign: boolean;
  readonly attempt: number;
}

const makePupil = (of: Making): Pupil => {
  const { plan, slot, number } = of;
  const rng = rngOf(`${of.seed}|${plan.code}|${number}|person|${of.attempt}`);
  const ordinal = plan.firstOrdinal + number - 1;
  const ethnic = ethnicGroup(groupOf(rng, plan, slot, of.foreign));
  const birthDate = birthDateOf(rng, of.cls.grade);
  const sectorCode = sectorCodeOf(plan, ordinal);
  const plain = !of.withoutNumber && !of.foreign;
  return {
    number,
    ordinal,
    vendorId: vendorIdOf(plan, number, sectorCode),
    sectorCode,
    name: nameOf(rng, ethnic.key, slot.sex),
    sex: slot.sex,
    birthDate,
    ethnic,
    identityNumber: plain ? identityNumberOf(plan, ordinal, slot.sex, birthDate) : null,
    noNumberReason: of.withoutNumber ? rng.pick(NO_NUMBER_REASONS) : null,
    foreign: of.foreign ? foreignPapers(ordinal) : null,
    birthPlace: plan.place.oldName,
    address: `${plan.place.wardName}, ${plan.place.provinceName}`,
    father: parent(rng, ethnic.key, 'male'),
    mother: parent(rng, ethnic.key, 'female'),
    classId: of.cls.id,
    status: of.status?.[0] ?? 'dang-hoc',
    statusDate: of.status?.[1] ?? null,
    dirt: null,
    edits: {},
  };
};

type Facts = Omit<Making, 'seed' | 'plan' | 'attempt'>;

const factsOf = (rng: Rng, plan: SchoolPlan): Facts[] => {
  const seats = plan.classes.flatMap((cls) => Array.from({ length: cls.size }, () => cls));
  const slots = slotsOf(rng, plan, seats.length);
  const arrivals = Math.max(2, Math.round(seats.length * 0.01));
  const special = shuffled(
    rng,
    seats.map((_, i) => i),
  );
  const rank = new Map(special.map((seat, place) => [seat, place]));
  const studying = seats.map((cls, i): Facts => {
    const place = rank.get(i) ?? seats.length;
    const arrival = place - plan.withoutNumber - plan.foreign;
    return {
      cls,
      number: i + 1,
      slot: slots[i] ?? { sex: 'male', minority: false },
      withoutNumber: place < plan.withoutNumber,
      foreign: place >= plan.withoutNumber && arrival < 0,
      status: arrival >= 0 && arrival < arrivals ? (ARRIVED[arrival % ARRIVED.length] ?? null) : null,
    };
  });
  const left = Array.from(
    { length: plan.left },
    (_, i): Facts => ({
      cls: rng.pick(plan.classes),
      number: seats.length + i + 1,
      slot: { sex: rng.chance(0.5) ? 'female' : 'male', minority: plan.profile === 'minority' },
      withoutNumber: false,
      foreign: false,
      status: LEFT[i % LEFT.length] ?? null,
    }),
  );
  return [...studying, ...left];
};

/** No two pupils of a school share name and birth date: matching by them stays possible. */
const distinct = (seed: string, plan: SchoolPlan, facts: readonly Facts[]): Pupil[] => {
  const taken = new Set<string>();
  return facts.map((fact) => {
    for (let attempt = 0; ; attempt += 1) {
      const pupil = makePupil({ ...fact, seed, plan, attempt });
      const key = `${pupil.name}|${pupil.birthDate}`;
      if (taken.has(key) && attempt < 50) continue;
      taken.add(key);
      return pupil;
    }
  });
};

const withDirt = (pupils: readonly Pupil[], kinds: readonly DirtKind[], rng: Rng): readonly Pupil[] => {
  if (kinds.length === 0) return pupils;
  const clean = pupils.filter((p) => p.status === 'dang-hoc' && p.identityNumber !== null);
  if (clean.length < kinds.length) throw new Error('more dirt than pupils in a school');
  const chosen = shuffled(rng, clean).slice(0, kinds.length);
  const dirtOf = new Map(chosen.map((pupil, i) => [pupil.number, kinds[i] ?? null]));
  return pupils.map((p) => (dirtOf.has(p.number) ? { ...p, dirt: dirtOf.get(p.number) ?? null } : p));
};

/** All pupils of a school: those studying (exactly the class sizes), then those who left. */
export const pupilsOf = (seed: string, plan: SchoolPlan, dirt: readonly DirtKind[]): readonly Pupil[] => {
  const facts = factsOf(rngOf(`${seed}|${plan.code}|seats`), plan);
  return withDirt(distinct(seed, plan, facts), dirt, rngOf(`${seed}|${plan.code}|dirt`));
};

/** One pupil more, arrived in term 2. */
export const arrivingPupil = (seed: string, plan: SchoolPlan, cls: SchoolClass, number: number): Pupil =>
  makePupil({
    seed,
    plan,
    cls,
    number,
    slot: { sex: number % 2 === 0 ? 'female' : 'male', minority: plan.profile === 'minority' },
    status: ['chuyen-den-hk2', '2026-02-16'],
    withoutNumber: false,
    foreign: false,
    attempt: 0,
  });
