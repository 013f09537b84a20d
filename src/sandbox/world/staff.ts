import { nameOf } from './ethnic.js';
import { hashOf, rngOf } from './prng.js';
import { subjectsOf } from './subjects.js';
import type { Assignment, SchoolPlan, StaffMember } from './types.js';

type Role = StaffMember['role'];

interface Seat {
  readonly role: Role;
  readonly teaches: boolean;
}

/** Managers first (the teaching ones before the others), then teachers, then the rest. */
const seatsOf = ({ staffPlan }: SchoolPlan): readonly Seat[] => [
  ...Array.from(
    { length: staffPlan.managers },
    (_, i): Seat => ({
      role: i === 0 ? 'principal' : 'vice-principal',
      teaches: i < staffPlan.teachingManagers,
    }),
  ),
  ...Array.from({ length: staffPlan.teachers }, (): Seat => ({ role: 'teacher', teaches: true })),
  ...Array.from({ length: staffPlan.others }, (): Seat => ({ role: 'other', teaches: false })),
];

/**
 * A principal always holds a certificate. Of the teachers counted (`teaches`) the first `certified` hold one: the one
 * without stands last among the teachers and gets no class or subject.
 */
const certificates = (plan: SchoolPlan, seats: readonly Seat[]): readonly boolean[] => {
  let counted = 0;
  return seats.map((seat) => {
    if (!seat.teaches) return seat.role === 'principal';
    counted += 1;
    return counted <= plan.staffPlan.certified;
  });
};

export const staffOf = (seed: string, plan: SchoolPlan): readonly StaffMember[] => {
  const seats = seatsOf(plan);
  const certified = certificates(plan, seats);
  const teachers = seats.flatMap((seat, i) => (seat.role === 'teacher' && certified[i] ? [i] : []));
  return seats.map((seat, i) => {
    const rng = rngOf(`${seed}|${plan.code}|staff|${i}`);
    const sex = rng.chance(0.62) ? 'female' : 'male';
    const year = rng.int(1968, 1999);
    const birthDate = `${year}-${String(rng.int(1, 12)).padStart(2, '0')}-${String(rng.int(1, 28)).padStart(2, '0')}`;
    const serial = String((hashOf(`${plan.code}|${i}`) % 900_000) + 100_000);
    return {
      code: `GV${String(i + 1).padStart(3, '0')}`,
      name: nameOf(rng, rng.chance(0.3) ? rng.pick(plan.minorityGroups) : 'kinh', sex),
      sex,
      birthDate,
      identityNumber: `0${plan.place.oldProvinceCode}${sex === 'male' ? '0' : '1'}${birthDate.slice(2, 4)}${serial}`,
      role: seat.role,
      teaches: seat.teaches,
      homeroomClass: plan.classes[teachers.indexOf(i)]?.name ?? null,
      certificate: certified[i]
        ? { serial: `5401${serial}${String(i).padStart(4, '0')}`, validTo: '2028-06-30' }
        : null,
    };
  });
};

/** Who teaches what in which class: certified teachers only; at tiểu học the homeroom teacher takes most subjects. */
export const assignmentsOf = (plan: SchoolPlan, staff: readonly StaffMember[]): readonly Assignment[] => {
  const able = staff.filter((s) => s.role === 'teacher' && s.certificate !== null);
  const homeroom = new Map(
    staff.flatMap((s) => (s.homeroomClass === null ? [] : [[s.homeroomClass, s.code] as const])),
  );
  const special = new Set(['gdtc', 'am-nhac', 'mi-thuat', 'ngoai-ngu-1', 'thcn']);
  return plan.classes.flatMap((cls, classIndex) =>
    subjectsOf(plan.level, cls).map((subject, subjectIndex): Assignment => {
      const own = plan.level === 'TH' && !special.has(subject.key) ? homeroom.get(cls.name) : undefined;
      const pool = able.length;
      const at = (subjectIndex * 2 + Math.floor(classIndex / 6)) % Math.max(1, pool);
      return {
        classId: cls.id,
        subject: subject.key,
        staffCode: own ?? able[at]?.code ?? staff[0]?.code ?? '',
      };
    }),
  );
};
