import { describe, expect, it } from '@jest/globals';
import type { CommentTerm, PrimaryResults, SecondaryResults } from '../../src/sandbox/world/types.js';
import { buildWorld } from '../../src/sandbox/world/world.js';

const world = buildWorld({ seed: 'marks', students: 6000, dirt: 0, schoolYear: '2025-2026' });
const all = world.plans.flatMap((plan) => {
  const school = world.school(plan.code);
  return school.pupils.map((pupil) => ({
    school,
    cls: world.classOf(school, pupil),
    results: world.results(school, pupil),
  }));
});
const secondary = all.flatMap(({ school, cls, results }) =>
  results.kind === 'secondary' ? [{ school, grade: cls.grade, results }] : [],
);
const primary = all.flatMap(({ cls, results }) =>
  results.kind === 'primary' ? [{ grade: cls.grade, results }] : [],
);

/** Half up on decimals written out, apart from the world's own arithmetic. */
const roundTenths = (value: number): number => Math.floor(value + 0.5 + 1e-9);

/** The table of Điều 9 without khoản 3. */
const plainTable = (marks: readonly number[], ratings: readonly string[]): string => {
  const bad = ratings.filter((r) => r !== 'Đ').length;
  const from = (limit: number): number => marks.filter((m) => m >= limit).length;
  if (bad === 0 && from(65) === marks.length && from(80) >= 6) return 'T';
  if (bad === 0 && from(50) === marks.length && from(65) >= 6) return 'K';
  if (bad <= 1 && from(35) === marks.length && from(50) >= 6) return 'Đ';
  return 'CĐ';
};
const ORDER = ['CĐ', 'Đ', 'K', 'T'];
/** One subject repaired in every possible way; the best level that comes of it. */
const wouldBe = (marks: readonly number[], ratings: readonly string[]): string => {
  const repaired = [
    ...marks.map((_, i) =>
      plainTable(
        marks.map((m, j) => (i === j ? 100 : m)),
        ratings,
      ),
    ),
    ...ratings.map((_, i) =>
      plainTable(
        marks,
        ratings.map((r, j) => (i === j ? 'Đ' : r)),
      ),
    ),
  ];
  return repaired.reduce((best, level) => (ORDER.indexOf(level) > ORDER.indexOf(best) ? level : best), 'CĐ');
};
const expectedLevel = (marks: readonly number[], ratings: readonly string[]): string => {
  const plain = ORDER.indexOf(plainTable(marks, ratings));
  const best = ORDER.indexOf(wouldBe(marks, ratings));
  return ORDER[best >= 2 && best - plain >= 2 ? plain + 1 : plain] ?? '';
};
const ratingsOf = (results: SecondaryResults, term: 'hk1' | 'hk2' | 'year'): string[] =>
  results.commented.filter((c) => !c.exempt).map((c) => (term === 'year' ? c.year : c[term].rating));

describe('results by TT 22/2021', () => {
  it('obey the formulas of term and year averages', () => {
    const wrong: unknown[] = [];
    for (const { results } of secondary) {
      for (const subject of results.scored) {
        for (const term of [subject.hk1, subject.hk2]) {
          const tests = [...term.regular, term.midterm, term.final];
          const total = term.regular.reduce((a, b) => a + b, 0) + 2 * term.midterm + 3 * term.final;
          const right = term.average === roundTenths(total / (term.regular.length + 5));
          const fits = tests.every((m) => m >= 0 && m <= 100) && [2, 3, 4].includes(term.regular.length);
          if (!right || !fits) wrong.push({ key: subject.key, term });
        }
        const year = roundTenths((subject.hk1.average + 2 * subject.hk2.average) / 3);
        if (subject.year !== year) wrong.push(subject);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('take the year of a comment subject from term 2, and a term as Đạt only if every test is', () => {
    const subjects = secondary.flatMap(({ results }) => results.commented);
    const good = (term: CommentTerm): string =>
      [...term.regular, term.midterm, term.final].every((r) => r === 'Đ') ? 'Đ' : 'CĐ';
    const wrong = subjects.filter(
      (s) => s.year !== s.hk2.rating || s.hk1.rating !== good(s.hk1) || s.hk2.rating !== good(s.hk2),
    );
    expect(wrong).toEqual([]);
    expect(subjects.some((s) => s.hk1.rating === 'CĐ')).toBe(true);
  });

  it('rate kết quả học tập by the table and the adjustment of Điều 9 khoản 3', () => {
    const seen = new Set<string>();
    const wrong: unknown[] = [];
    for (const { results } of secondary) {
      for (const term of ['hk1', 'hk2', 'year'] as const) {
        const marks = results.scored.map((s) => (term === 'year' ? s.year : s[term].average));
        const expected = expectedLevel(marks, ratingsOf(results, term));
        if (results.hocTap[term] !== expected)
          wrong.push({ term, marks, expected, found: results.hocTap[term] });
        seen.add(results.hocTap[term]);
      }
    }
    expect(wrong).toEqual([]);
    expect(seen.size).toBe(4);
  });

  it('rate rèn luyện of the year, the title and the promotion by Điều 8, 12 and 15', () => {
    const conduct: Record<string, string> = {
      TT: 'T',
      KT: 'T',
      ĐT: 'K',
      CĐT: 'K',
      TK: 'K',
      KK: 'K',
      ĐK: 'K',
      CĐK: 'Đ',
      TĐ: 'K',
      KĐ: 'Đ',
      ĐĐ: 'Đ',
      CĐĐ: 'Đ',
    };
    const found = secondary.map(({ results }) => [
      results.renLuyen.year,
      results.title,
      results.promotion,
      results.reassessed !== null,
    ]);
    const expected = secondary.map(({ grade, results }) => {
      const { hk1, hk2 } = results.renLuyen;
      const year = hk2 === 'CĐ' ? 'CĐ' : (conduct[hk1 + hk2] ?? '?');
      const nines = results.scored.filter((s) => s.year >= 90).length;
      const best = results.hocTap.year === 'T' && year === 'T';
      const away = Object.values(results.absence).reduce((n, a) => n + a.withLeave + a.withoutLeave, 0);
      const again = results.reassessed !== null;
      const up = grade === 9 || grade === 12 ? 'hoan-thanh-cap-hoc' : 'len-lop';
      const passes = results.hocTap.year !== 'CĐ' && year !== 'CĐ' && away <= 45;
      const otherwise = again ? 'len-lop-sau-danh-gia-lai' : 'khong-len-lop';
      return [
        year,
        best ? (nines >= 6 ? 'xuat-sac' : 'gioi') : null,
        passes ? up : otherwise,
        again && !passes,
      ];
    });
    expect(found).toEqual(expected);
    expect(new Set(found.map(([, , promotion]) => promotion)).size).toBe(4);
  });

  it('include re-assessments, at SMAS schools only, that lift the result to Đạt with the new marks', () => {
    const again = secondary.filter(({ results }) => results.reassessed !== null);
    expect(again.length).toBeGreaterThan(3);
    for (const { school, results } of again) {
      expect(school.vendor).toBe('smas');
      if (results.reassessed?.hocTap == null) continue;
      const marks = results.scored.map((s) => s.reassessed ?? s.year);
      expect(results.reassessed.hocTap).toBe(expectedLevel(marks, ratingsOf(results, 'year')));
      expect(results.reassessed.hocTap).not.toBe('CĐ');
    }
  });
});

describe('results by TT 27/2020', () => {
  const overall = (results: PrimaryResults): string => {
    const tests = results.subjects.flatMap((s) => s.year.test ?? []);
    const levels = results.subjects.map((s) => s.year.level);
    const qualities = [...Object.values(results.qualities), ...Object.values(results.competences)];
    const best = levels.every((l) => l === 'T') && qualities.every((q) => q === 'T');
    if (best && tests.every((t) => t >= 9)) return 'HTXS';
    if (best && tests.every((t) => t >= 7)) return 'HTT';
    const done = !levels.includes('C') && !qualities.includes('C') && tests.every((t) => t >= 5);
    return done ? 'HT' : 'CHT';
  };

  it('rate overall, reward and completion from the parts, and every overall occurs', () => {
    for (const { results } of primary) {
      expect(results.overall).toBe(overall(results));
      expect(results.completed).toBe(results.overall !== 'CHT');
      if (results.reward === 'tieu-bieu') expect(results.overall).toBe('HTT');
      expect(results.reward === 'xuat-sac').toBe(results.overall === 'HTXS');
    }
    expect(new Set(primary.map(({ results }) => results.overall)).size).toBe(4);
  });

  it('hold 5 qualities and 8 competences, 10 from grade 3 on, and whole tests', () => {
    const wrong = primary.filter(({ grade, results }) => {
      const tests = results.subjects.flatMap((s) => [s.hk1.test ?? 1, s.year.test ?? 1]);
      const whole = tests.every((t) => Number.isInteger(t) && t >= 1 && t <= 10);
      const competences = Object.keys(results.competences).length;
      return !whole || competences !== (grade <= 2 ? 8 : 10) || Object.keys(results.qualities).length !== 5;
    });
    expect(wrong).toEqual([]);
  });
});
