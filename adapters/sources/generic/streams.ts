import type { SourceAdapter, StreamCapability } from '../../../src/sdk.js';

const TERMS = ['hk1', 'hk2', 'year', 'reassessment'] as const;

const capability = (
  need: StreamCapability['need'],
  terms: StreamCapability['terms'],
  name: { vi: string; en: string },
): StreamCapability => ({
  need,
  terms,
  completeness: 'partial',
  unverified: [],
  fix: { vi: `Nộp tệp có ${name.vi}.`, en: `Submit a file with ${name.en}.` },
});

/** Everything the canonical fragments can say. */
export const streams = {
  roster: capability('required', [], { vi: 'danh sách học sinh', en: 'the pupil list' }),
  results: capability('required', TERMS, { vi: 'kết quả học tập', en: 'the results' }),
  staff: capability('optional', [], { vi: 'danh sách cán bộ', en: 'the staff list' }),
  assignments: capability('optional', [], { vi: 'phân công giảng dạy', en: 'the teaching assignment' }),
  classes: capability('optional', [], { vi: 'danh sách lớp', en: 'the classes' }),
  subjects: capability('optional', [], { vi: 'danh sách môn học', en: 'the subjects' }),
  attendance: capability('optional', ['hk1', 'hk2', 'year'], { vi: 'số buổi nghỉ', en: 'absences' }),
} as const satisfies SourceAdapter['streams'];
