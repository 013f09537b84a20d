import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DIRT_KINDS } from '../../src/sandbox/world/dirt.js';
import { deploymentOf, manifestText } from '../../src/sandbox/world/manifest.js';
import { hasLeft, type School } from '../../src/sandbox/world/types.js';
import { buildWorld, type World } from '../../src/sandbox/world/world.js';

const demo = (dirt = 0, seed = '7'): World => buildWorld({ seed, dirt, schoolYear: '2025-2026' });
const schools = (world: World): School[] => world.plans.map((plan) => world.school(plan.code));
const digest = (world: World): string => {
  const hash = createHash('sha256');
  for (const piece of manifestText(world)) hash.update(piece);
  return hash.digest('hex');
};
const sum = (
  list: readonly School[],
  name:
    | 'pupils'
    | 'girls'
    | 'minority'
    | 'minorityGirls'
    | 'classes'
    | 'staff'
    | 'teachersCounted'
    | 'withCertificate',
): number => list.reduce((total, school) => total + deploymentOf(school)[name], 0);

describe('the four demo schools', () => {
  it('have exactly the published classes and pupils', () => {
    const found = schools(demo()).map((s) => [
      s.name,
      s.vendor,
      deploymentOf(s).classes,
      deploymentOf(s).pupils,
    ]);
    expect(found).toEqual([
      ['THCS Ngô Mây', 'smas', 11, 389],
      ['THCS Kpă Klơng', 'smas', 10, 298],
      ['PTDTBT THCS Đinh Núp', 'vnedu', 10, 298],
      ['TH Tân Thạnh Đông 3', 'misa', 3, 105],
    ]);
    expect(sum(schools(demo()), 'pupils')).toBe(1090);
    expect(sum(schools(demo()), 'classes')).toBe(34);
  });

  it('give the sums of the Ngọk Tụ report', () => {
    const two = schools(demo()).filter((s) => s.place.wardCode === '23428');
    expect(two).toHaveLength(2);
    expect(sum(two, 'pupils')).toBe(596);
    expect(sum(two, 'minority')).toBe(591);
    expect(sum(two, 'girls')).toBe(284);
    expect(sum(two, 'minorityGirls')).toBe(281);
    expect(sum(two, 'staff')).toBe(52);
    expect(sum(two, 'teachersCounted')).toBe(46);
    expect(sum(two, 'withCertificate')).toBe(45);
  });

  it('keep the teacher without a certificate out of every class and subject', () => {
    const [school] = schools(demo()).filter((s) => s.name === 'PTDTBT THCS Đinh Núp');
    const without = school?.staff.filter((s) => s.teaches && s.certificate === null) ?? [];
    expect(without.map((s) => [s.role, s.homeroomClass])).toEqual([['teacher', null]]);
    expect(school?.assignments.filter((a) => a.staffCode === without[0]?.code)).toEqual([]);
    expect(new Set(school?.staff.flatMap((s) => s.homeroomClass ?? [])).size).toBe(10);
  });

  it('have distinct school codes of 8 characters', () => {
    const codes = demo().plans.map((p) => p.code);
    expect(new Set(codes).size).toBe(4);
    for (const code of codes) expect(code).toMatch(/^[0-9A-Z]{8}$/u);
  });

  it('also hold pupils who left, each with a date, beside the published number', () => {
    for (const school of schools(demo())) {
      const left = school.pupils.filter((p) => hasLeft(p.status));
      expect(left.length).toBe(school.left);
      for (const pupil of left) expect(pupil.statusDate).toMatch(/^202[56]-\d\d-\d\d$/u);
    }
  });
});

describe('the people of a world', () => {
  const world = buildWorld({ seed: 'people', students: 3000, dirt: 0, schoolYear: '2025-2026' });
  const pupils = schools(world).flatMap((school) => school.pupils.map((pupil) => ({ school, pupil })));

  it('are exactly as many as asked for, with the vendors mixed about 60/25/15', () => {
    const studying = pupils.filter(({ pupil }) => !hasLeft(pupil.status));
    expect(studying).toHaveLength(3000);
    const share = (vendor: string): number =>
      studying.filter(({ school }) => school.vendor === vendor).length / 3000;
    expect(Math.abs(share('smas') - 0.6)).toBeLessThan(0.1);
    expect(Math.abs(share('vnedu') - 0.25)).toBeLessThan(0.1);
    expect(Math.abs(share('misa') - 0.15)).toBeLessThan(0.1);
  });

  it('have unique numbers that agree with sex, birth year and province', () => {
    const numbers = pupils.flatMap(({ pupil }) => pupil.identityNumber ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(pupils.map(({ pupil }) => pupil.sectorCode)).size).toBe(pupils.length);
    for (const { school, pupil } of pupils) {
      if (pupil.identityNumber === null) continue;
      const head = `0${school.place.oldProvinceCode}${pupil.sex === 'male' ? 2 : 3}${pupil.birthDate.slice(2, 4)}`;
      expect(pupil.identityNumber).toMatch(new RegExp(`^${head}\\d{6}$`, 'u'));
    }
  });

  it('include pupils without a number and exactly one with foreign papers', () => {
    expect(pupils.filter(({ pupil }) => pupil.noNumberReason !== null).length).toBeGreaterThan(3);
    expect(pupils.filter(({ pupil }) => pupil.foreign !== null)).toHaveLength(1);
  });

  it('never share name and birth date inside a school', () => {
    for (const school of schools(world)) {
      const keys = school.pupils.map((p) => `${p.name}|${p.birthDate}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

describe('the seed', () => {
  it('gives the same manifest, byte for byte, and another seed another', () => {
    expect(digest(demo(25))).toBe(digest(demo(25)));
    expect(digest(demo(25))).not.toBe(digest(demo(25, '8')));
  });
});

describe('dirt', () => {
  it.each([0, 1, 25, 60])('marks exactly %i pupils, never one who left', (count) => {
    const all = schools(demo(count)).flatMap((s) => s.pupils);
    const marked = all.filter((p) => p.dirt !== null);
    expect(marked).toHaveLength(count);
    expect(marked.some((p) => hasLeft(p.status))).toBe(false);
    if (count >= 15) expect(new Set(marked.map((p) => p.dirt)).size).toBe(DIRT_KINDS.length);
  });
});

describe('mutations', () => {
  it('are the same after the world is built again from them', () => {
    const world = demo();
    const [plan] = world.plans;
    const code = plan?.code ?? '';
    const pupil = world.school(code).pupils[3];
    world.mutate({
      op: 'set-mark',
      school: code,
      pupil: pupil?.vendorId ?? '',
      subject: 'toan',
      term: 'hk2',
      test: 'final',
      value: '10',
    });
    world.mutate({ op: 'add-pupil', school: code, className: '6A' });
    world.mutate({ op: 'remove-pupil', school: code, pupil: world.school(code).pupils[9]?.sectorCode ?? '' });
    const again = buildWorld(world.options, world.mutations);
    expect(digest(again)).toBe(digest(world));
    expect(digest(again)).not.toBe(digest(demo()));
  });

  it('refuse a pupil or subject that does not exist and change nothing', () => {
    const world = demo();
    const code = world.plans[0]?.code ?? '';
    expect(() => world.mutate({ op: 'remove-pupil', school: code, pupil: 'nobody' })).toThrow('no pupil');
    expect(world.mutations).toHaveLength(0);
  });
});
