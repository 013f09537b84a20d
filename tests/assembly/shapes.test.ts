import { describe, expect, it } from '@jest/globals';
import type { Fragment, PrimaryRecord } from '../../src/domain/records.js';
import type { SourcedFragment } from '../../src/ports/store.js';
import {
  assemble,
  expectation,
  factsOf,
  only,
  refOf,
  results,
  roster,
  rulesOf,
  SCHOOL,
  secondary,
  termFacts,
  wholePupil,
} from './support.js';

const other = (fragment: Fragment, source = 'smas', rowKey = 'r'): SourcedFragment => ({
  source,
  stream: fragment.stream,
  term: null,
  pageKey: fragment.stream,
  rowKey,
  classKey: 'class' in fragment ? '6A' : null,
  fragment,
  issues: [],
  place: { source },
});

const CLASS = { name: '6A', grade: 6 };

describe('the canonical record', () => {
  it('merges HK1, HK2, the year and the re-assessment of THCS and THPT', () => {
    const record = only(
      assemble({
        fragments: [
          ...wholePupil(1),
          results(refOf(1), 'reassessment', {
            subjects: [{ subject: 'toan', score: '5.0' }],
            hocTap: 'Đ',
            promotion: 'len-lop-sau-danh-gia-lai',
          }),
        ],
      }),
    );
    expect(record.canonical.level).toBe('THCS');
    expect(secondary(record)).toMatchObject({
      subjects: [
        { subject: 'gdtc', hk1: { rating: 'Đ' }, hk2: { rating: 'Đ' }, year: { rating: 'Đ' } },
        { subject: 'ngu-van' },
        {
          subject: 'toan',
          hk1: { score: '6.5' },
          hk2: { score: '7.5' },
          year: { score: '7.2' },
          reassessment: { score: '5.0' },
        },
      ],
      hocTap: { hk1: 'K', hk2: 'K', year: 'K', reassessment: 'Đ' },
      promotion: 'len-lop-sau-danh-gia-lai',
    });
  });

  it('is of the tiểu học shape in grades 1 to 5', () => {
    const options = { className: '1A', grade: 1 };
    const year = {
      subjects: [{ subject: 'toan', level: 'T' as const, test: '9.0' }],
      qualities: { 'yeu-nuoc': 'T' as const },
      competences: { 'tu-chu-tu-hoc': 'Đ' as const },
      overall: 'HTT' as const,
      completed: true,
    };
    const record = only(
      assemble({
        classKey: '1A',
        fragments: [
          roster(refOf(1), factsOf(1), options),
          results(refOf(1), 'hk1', { subjects: [{ subject: 'toan', level: 'H' }] }, options),
          results(refOf(1), 'year', year, options),
        ],
      }),
    );
    expect(record.disposition).toBe('complete');
    const { primary, level } = record.canonical as PrimaryRecord;
    expect(level).toBe('TH');
    expect(primary).toEqual({
      subjects: [{ subject: 'toan', hk1: { level: 'H' }, year: { level: 'T', test: '9.0' } }],
      qualities: { 'yeu-nuoc': 'T' },
      competences: { 'tu-chu-tu-hoc': 'Đ' },
      overall: 'HTT',
      completed: true,
    });
  });

  it('takes teachers from assignments, the homeroom from classes, the school from its stream', () => {
    const result = assemble({
      fragments: [
        ...wholePupil(1),
        other({
          stream: 'classes',
          class: CLASS,
          data: { homeroomTeacher: { code: 'GV1', name: 'Phạm Chủ Nhiệm' } },
        }),
        other({
          stream: 'assignments',
          class: CLASS,
          data: { subject: 'toan', teacher: { code: 'GV2', name: 'Võ Dạy Toán' } },
        }),
      ],
      schoolFragments: [
        other({ stream: 'school', data: { code: SCHOOL, name: 'THCS Từ Nguồn', levels: ['THCS'] } }),
      ],
    });
    const record = only(result);
    expect(record.canonical.school.name).toBe('THCS Từ Nguồn');
    expect(record.canonical.class.homeroomTeacher).toEqual({ code: 'GV1', name: 'Phạm Chủ Nhiệm' });
    expect(secondary(record).subjects.find((one) => one.subject === 'toan')?.teacher?.code).toBe('GV2');
    expect(result.context).toMatchObject({ grade: 6, className: '6A', homeroomTeacher: { code: 'GV1' } });
  });

  it('takes the homeroom teacher from the staff list where the class list has none', () => {
    const staff = other({
      stream: 'staff',
      data: { code: 'GV7', name: 'Hồ Chủ Nhiệm', role: 'teacher', homeroomClass: '6a' },
    });
    const record = only(assemble({ fragments: wholePupil(1), schoolFragments: [staff] }));
    expect(record.canonical.class.homeroomTeacher?.code).toBe('GV7');
  });

  it('notes several teachers of one subject without refusing the record', () => {
    const assign = (code: string, name: string) =>
      other(
        { stream: 'assignments', class: CLASS, data: { subject: 'toan', teacher: { code, name } } },
        'smas',
        code,
      );
    const record = only(
      assemble({ fragments: [...wholePupil(1), assign('GV9', 'Ba'), assign('GV2', 'Hai')] }),
    );
    expect([record.disposition, rulesOf(record)]).toEqual(['complete', ['ASM-TWO-TEACHERS']]);
    expect(secondary(record).subjects.find((one) => one.subject === 'toan')?.teacher?.code).toBe('GV2');
  });

  it('takes absences from the results or from the attendance stream and refuses two that differ', () => {
    const absences = { withLeave: 2, withoutLeave: 1 };
    const attendance = (value: typeof absences) => ({
      ...other({ stream: 'attendance', term: 'year', pupil: refOf(1), class: CLASS, data: value }),
      term: 'year' as const,
    });
    const inResults = results(refOf(1), 'year', { absences }, { page: 'absences' });
    const both = only(assemble({ fragments: [...wholePupil(1), inResults, attendance(absences)] }));
    expect([both.disposition, both.canonical.attendance]).toEqual(['complete', { year: absences }]);
    const differing = only(
      assemble({ fragments: [...wholePupil(1), inResults, attendance({ withLeave: 9, withoutLeave: 1 })] }),
    );
    expect(rulesOf(differing)).toContain('ASM-CONTRADICTION');
  });

  it('enters dang-hoc by default only when the roster has no status column, and says so in the provenance', () => {
    const { enrolment: _enrolment, ...bare } = factsOf(1);
    const [, ...marks] = wholePupil(1);
    const record = only(assemble({ fragments: [roster(refOf(1), bare), ...marks] }));
    expect(record.canonical.enrolment).toEqual({ status: 'dang-hoc' });
    expect(record.canonical.provenance).toContainEqual({ group: 'enrolment', source: 'gateway' });
    const { records } = assemble({ fragments: [roster(refOf(1), bare), ...marks, ...wholePupil(2)] });
    const empty = records.find((one) => one.canonical.pupil.name === bare.name);
    expect([empty?.disposition, empty?.issues.map((issue) => issue.rule)]).toEqual([
      'refused',
      ['ASM-NO-STATUS'],
    ]);
  });

  it('says that there is no identity number yet when no source has one, and leaves the warning to the rules', () => {
    const { identity: _identity, ...bare } = factsOf(1);
    const ref = { vendorId: 'V1' };
    const record = only(
      assemble({
        fragments: [
          roster(ref, bare),
          ...(['hk1', 'hk2', 'year'] as const).map((term) => results(ref, term, termFacts('7.0', '7.0'))),
        ],
      }),
    );
    expect([record.disposition, rulesOf(record)]).toEqual(['complete', []]);
    expect(record.canonical.pupil.identity).toEqual({
      kind: 'none',
      reason: 'Nguồn dữ liệu chưa có số định danh cá nhân',
    });
  });

  it('refuses a class whose grade nobody says instead of reading it from the name', () => {
    const strip = (item: SourcedFragment): SourcedFragment => ({
      ...item,
      fragment: { ...item.fragment, class: { name: '6A' } } as Fragment,
    });
    expect(rulesOf(only(assemble({ fragments: wholePupil(1).map(strip) })))).toContain('ASM-NO-GRADE');
  });

  it('keeps the history of the pupil and orders subjects as the policy says', () => {
    const history = [{ schoolYear: '2024-2025', schoolName: 'TH Cũ' }];
    const [, ...marks] = wholePupil(1);
    const record = only(
      assemble({
        fragments: [roster(refOf(1), { ...factsOf(1), history }), ...marks],
        policy: {
          systemOfRecord: [],
          missingYear: 'quarantine',
          programme: 'GDPT',
          subjectOrder: ['ngu-van', 'toan'],
        },
        expected: [expectation('smas')],
      }),
    );
    expect(record.canonical.history).toEqual(history);
    expect(secondary(record).subjects.map((one) => one.subject)).toEqual(['ngu-van', 'toan', 'gdtc']);
  });
});
