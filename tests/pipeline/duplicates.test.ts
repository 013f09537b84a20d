import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PupilRef, RosterFacts } from '../../src/domain/records.js';
import { type ClassContext, classContextOf } from '../../src/pipeline/class-context.js';
import { processMarked } from '../../src/pipeline/index.js';
import type { SourcedFragment, Store } from '../../src/ports/store.js';
import { duplicateNumber } from '../../src/rules/identity/duplicate-number.js';
import { transferDates } from '../../src/rules/identity/transfer-dates.js';
import { runRules } from '../../src/rules/pack.js';
import type { RowOptions } from '../assembly/support.js';
import { factsOf, refOf, results, roster, termFacts, wholePupil } from '../assembly/support.js';
import {
  CAPABILITIES,
  dependencies,
  FakeSource,
  freshPupils,
  freshSchool,
  openTestStore,
  Pass,
  SCOPE,
  YEAR,
} from './support.js';

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openTestStore());
});
afterAll(() => close());

const PACK = {
  id: 'identity',
  version: '0',
  title: { vi: '', en: '' },
  validity: [],
  rules: [duplicateNumber, transferDates],
};

/** A school and the one vendor that serves it. */
class ServedSchool {
  readonly code = freshSchool();
  private readonly source = new FakeSource();
  private readonly pass: Pass;

  constructor(readonly vendor: string) {
    const deps = dependencies(store, {
      runRules: (record, around) => runRules([PACK], record, { today: '2026-06-01', ...around }),
      sourcesOf: () => [{ source: vendor, streams: CAPABILITIES }],
    });
    this.pass = new Pass(deps, this.source, [this.code]);
  }

  async give(fragments: readonly SourcedFragment[]): Promise<void> {
    this.source.load(this.code, fragments);
    await this.pass.pull({ sourceId: this.vendor, confirmWithdrawal: true });
  }

  /** Processes whatever is marked in these schools. */
  async process(...others: readonly ServedSchool[]) {
    const schools = [this, ...others].map(({ code }) => code);
    return processMarked(this.pass.deps, { runId: 'run', scope: SCOPE, schoolYear: YEAR, schools });
  }

  /** Class, state, version and the rules that spoke, of every record. */
  async state(): Promise<string[]> {
    const rows = await this.pass.records();
    const lines = rows.map(({ id, state, version, issues }) =>
      [id.classKey, state, version ?? '-', ...issues.map(({ rule }) => rule)].join(' '),
    );
    return lines.sort();
  }

  issues() {
    return this.pass.records().then((rows) => rows.flatMap((row) => row.issues));
  }
}

/** A pupil's rows, whole, with another number, status or class than pupil n would have. */
function pupil(
  n: number,
  change: { number?: string; facts?: Partial<RosterFacts> } = {},
  options: RowOptions = {},
) {
  const { number = refOf(n).identityNumber as string, facts } = change;
  const whole = { ...factsOf(n), identity: { kind: 'citizen', number }, ...facts } as RosterFacts;
  const { name, birthDate } = whole;
  const ref = { ...refOf(n), identityNumber: number, name, birthDate } as PupilRef;
  const terms = ['hk1', 'hk2', 'year'] as const;
  return [
    roster(ref, whole, options),
    ...terms.map((term) => results(ref, term, termFacts('7.0', '7.0'), options)),
  ];
}

const numberOf = (n: number): string => refOf(n).identityNumber as string;

describe('one number of two pupils, in two schools with two vendors', () => {
  it('holds both, whichever came first, and lets both go when one side corrects its number', async () => {
    for (const order of ['first', 'second'] as const) {
      const [n, m] = freshPupils(2) as [number, number];
      const [a, b] = [new ServedSchool('smas'), new ServedSchool('vnedu')];
      const [early, late] = order === 'first' ? [a, b] : [b, a];
      await early.give(pupil(n));
      await early.process();
      expect(await early.state()).toEqual(['6A ready 1']);

      await late.give(pupil(m, { number: numberOf(n) }));
      await late.process(early);
      expect(await early.state()).toEqual(['6A quarantined 1 IDENT-DUPLICATE']);
      expect(await late.state()).toEqual(['6A quarantined - IDENT-DUPLICATE']);
      expect((await early.issues())[0]?.message.vi).toContain(`trường ${late.code}, lớp 6A`);

      await late.give(pupil(m));
      const { counts } = await late.process(early);
      expect(await early.state()).toEqual(['6A ready 1']);
      expect(await late.state()).toEqual(['6A ready 1']);
      expect(counts.packets).toBe(1);
    }
  });

  it('lets the one go when the other is no longer listed anywhere', async () => {
    const [n, m] = freshPupils(2) as [number, number];
    const [a, b] = [new ServedSchool('smas'), new ServedSchool('vnedu')];
    await a.give(pupil(n));
    await b.give([...pupil(m, { number: numberOf(n) }), ...pupil(freshPupils(1)[0] as number)]);
    await a.process(b);
    expect(await a.state()).toEqual(['6A quarantined 1 IDENT-DUPLICATE']);
    await b.give(pupil(freshPupils(1)[0] as number));
    await b.process(a);
    expect(await a.state()).toEqual(['6A ready 1']);
  });

  it('changes nothing when everything is done again', async () => {
    const [n, m] = freshPupils(2) as [number, number];
    const [a, b] = [new ServedSchool('smas'), new ServedSchool('vnedu')];
    await a.give(pupil(n));
    await b.give(pupil(m, { number: numberOf(n) }));
    await a.process(b);
    const before = [await a.state(), await b.state()];
    await store.records.mark(
      SCOPE,
      [a, b].map(({ code }) => ({ school: code, schoolYear: YEAR, classKey: '6A' })),
    );
    const { counts, classes } = await a.process(b);
    expect([classes, counts.records, counts.unchanged, counts.packets]).toEqual([2, 2, 2, 0]);
    expect([await a.state(), await b.state()]).toEqual(before);
  });
});

describe('one number of two pupils in one school', () => {
  it('holds both in two classes', async () => {
    const [n, m] = freshPupils(2) as [number, number];
    const school = new ServedSchool('smas');
    await school.give([...pupil(n), ...pupil(m, { number: numberOf(n) }, { className: '6B' })]);
    await school.process();
    const [first, second] = await school.state();
    expect(first).toMatch(/^6A quarantined .* IDENT-DUPLICATE$/u);
    expect(second).toMatch(/^6B quarantined .* IDENT-DUPLICATE$/u);
  });

  it('holds nobody when the one has gone and the other came under the number', async () => {
    const [n, m] = freshPupils(2) as [number, number];
    const school = new ServedSchool('smas');
    await school.give(pupil(n));
    await school.process();
    await school.give(pupil(m, { number: numberOf(n) }));
    await school.process();
    expect(await school.state()).toEqual(['6A ready 1', '6A withdrawn 1 ASM-GONE']);
  });

  it('in one class is told once, by assembly', async () => {
    const [n, m] = freshPupils(2) as [number, number];
    const school = new ServedSchool('smas');
    await school.give([...pupil(n), ...pupil(m, { number: numberOf(n) })]);
    await school.process();
    expect(await school.state()).toEqual([
      '6A quarantined - ASM-SHARED-ID',
      '6A quarantined - ASM-SHARED-ID',
    ]);
  });
});

describe('one pupil whom two schools list at once', () => {
  it('is held at both and told once, by assembly', async () => {
    const [n] = freshPupils(1) as [number];
    const [a, b] = [new ServedSchool('smas'), new ServedSchool('vnedu')];
    await a.give(pupil(n));
    await a.process();
    await b.give(pupil(n));
    await b.process(a);
    expect(await a.state()).toEqual(['6A quarantined 1 ASM-TWO-SCHOOLS']);
    expect(await b.state()).toEqual(['6A quarantined - ASM-TWO-SCHOOLS']);
  });
});

describe('a pupil who moved in mid-year', () => {
  const gone = { enrolment: { status: 'chuyen-di-hk1', date: '2026-01-05' } } as const;
  const come = { enrolment: { status: 'chuyen-den-hk2', date: '2026-01-12' } } as const;

  it('is no duplicate, whichever school is read first', async () => {
    for (const order of ['giving', 'receiving'] as const) {
      const [n] = freshPupils(1) as [number];
      const [giving, receiving] = [new ServedSchool('smas'), new ServedSchool('vnedu')];
      const steps = [
        () => giving.give(pupil(n, { facts: gone })),
        () => receiving.give(pupil(n, { facts: come })),
      ];
      for (const step of order === 'giving' ? steps : steps.toReversed()) {
        await step();
        await giving.process(receiving);
      }
      expect(await giving.state()).toEqual(['6A left -']);
      expect(await receiving.state()).toEqual(['6A ready 1']);
    }
  });

  it('is warned of, not held, when the former school let the pupil go long after the arrival', async () => {
    const [n] = freshPupils(1) as [number];
    const [giving, receiving] = [new ServedSchool('smas'), new ServedSchool('vnedu')];
    const late = { enrolment: { status: 'chuyen-di-hk2', date: '2026-04-20' } } as const;
    await giving.give(pupil(n, { facts: late }));
    await receiving.give(pupil(n, { facts: come }));
    await giving.process(receiving);
    expect(await receiving.state()).toEqual(['6A ready 1 IDENT-TRANSFER-DATES']);
  });

  it('to another class of the school is no duplicate', async () => {
    const [n] = freshPupils(1) as [number];
    const school = new ServedSchool('smas');
    await school.give(pupil(n));
    await school.process();
    await school.give(pupil(n, {}, { className: '6B' }));
    await school.process();
    expect(await school.state()).toEqual(['6B ready 2']);
  });
});

describe('what the rules know of a class', () => {
  const subjectRow = (
    subject: string,
    data: { periodsPerYear?: number; regularTests?: { hk1?: number; hk2?: number } },
    source = 'smas',
  ): SourcedFragment => ({
    ...(wholePupil(1)[0] as SourcedFragment),
    source,
    stream: 'subjects',
    pageKey: `subjects-${source}`,
    rowKey: subject,
    fragment: { stream: 'subjects', class: { name: '6A' }, data: { subject, ...data } },
  });

  function contextOf(fragments: readonly SourcedFragment[]): ClassContext {
    const id = { school: '66000101', schoolYear: YEAR, classKey: '6A' };
    return classContextOf({ id, context: {} as never, records: [] }, [], fragments);
  }

  it('are its subjects with periods and planned tests, where a source gives them', () => {
    const { classSubjects } = contextOf([
      subjectRow('toan', { periodsPerYear: 140, regularTests: { hk1: 4, hk2: 4 } }),
      subjectRow('gdtc', {}),
    ]);
    expect([...(classSubjects ?? [])]).toEqual([
      ['toan', { periodsPerYear: 140, regularTests: { hk1: 4, hk2: 4 } }],
      ['gdtc', {}],
    ]);
    expect(contextOf(wholePupil(1)).classSubjects).toBeUndefined();
  });

  it('leave out what two sources tell differently, in any order', () => {
    const rows = [
      subjectRow('toan', { periodsPerYear: 140, regularTests: { hk1: 4 } }),
      subjectRow('toan', { periodsPerYear: 105, regularTests: { hk1: 4, hk2: 3 } }, 'vnedu'),
      subjectRow('toan', { periodsPerYear: 140 }, 'misa'),
    ];
    for (const order of [rows, rows.toReversed()])
      expect(contextOf(order).classSubjects?.get('toan')).toEqual({
        regularTests: { hk1: 4, hk2: 3 },
      });
  });
});
