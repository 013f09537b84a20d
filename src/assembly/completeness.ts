import type { Issue } from '../domain/issue.js';
import type { CanonicalRecord, Level, Stream, Term } from '../domain/records.js';
import { isPrimary } from '../domain/records.js';
import type { SourcedFragment } from '../ports/store.js';
import { assemblyIssue } from './issues.js';
import type { SourceExpectation } from './types.js';
import type { PupilFacts } from './views.js';

const STREAM_NAMES: Readonly<Record<Stream, string>> = {
  school: 'thông tin trường',
  staff: 'danh sách cán bộ, giáo viên',
  assignments: 'phân công giảng dạy',
  classes: 'danh sách lớp',
  subjects: 'môn học của lớp',
  roster: 'danh sách học sinh',
  results: 'kết quả học tập và rèn luyện',
  attendance: 'số buổi nghỉ',
};

const TERM_NAMES: Readonly<Record<Term, string>> = {
  hk1: 'học kỳ I',
  hk2: 'học kỳ II',
  year: 'cả năm',
  reassessment: 'đánh giá lại',
};

/** Terms without which a year cannot be shown. The whole year of THCS and THPT has a policy of its own. */
const NEEDED_TERMS: Readonly<Record<Level, readonly Term[]>> = {
  TH: ['hk1', 'year'],
  THCS: ['hk1', 'hk2'],
  THPT: ['hk1', 'hk2'],
};

export interface LandedStreams {
  readonly sources: ReadonlySet<string>;
  readonly streams: ReadonlySet<Stream>;
  /** `stream:term` */
  readonly terms: ReadonlySet<string>;
}

/** What has landed for the class, from any source. */
export function landedStreams(
  fragments: readonly SourcedFragment[],
  schoolFragments: readonly SourcedFragment[],
): LandedStreams {
  const sources = new Set<string>();
  const streams = new Set<Stream>();
  const terms = new Set<string>();
  for (const item of fragments) {
    sources.add(item.source);
    streams.add(item.stream);
    const term = 'term' in item.fragment ? item.fragment.term : item.term;
    if (term !== null && term !== undefined) terms.add(`${item.stream}:${term}`);
  }
  for (const item of schoolFragments) if (item.classKey === null) streams.add(item.stream);
  return { sources, streams, terms };
}

function streamMissing(stream: Stream, source: SourceExpectation): Issue {
  const fix = source.streams[stream]?.fix;
  return assemblyIssue({
    rule: 'ASM-STREAM-MISSING',
    path: stream,
    expected: {
      vi: `Nguồn ${source.source} có ${STREAM_NAMES[stream]}`,
      en: `Source ${source.source} gives ${stream}`,
    },
    message: {
      vi: `Lớp này chưa có ${STREAM_NAMES[stream]} (nguồn ${source.source}).`,
      en: `The class has no ${stream} yet (source ${source.source}).`,
    },
    fix: fix ?? { vi: `Nhập hoặc đồng bộ ${STREAM_NAMES[stream]}.`, en: `Import or sync ${stream}.` },
  });
}

function termNotLanded(term: Term, source: SourceExpectation): Issue {
  const fix = source.streams.results?.fix;
  return assemblyIssue({
    rule: 'ASM-TERM-NOT-LANDED',
    path: `results.${term}`,
    expected: { vi: `Kết quả ${TERM_NAMES[term]} của cả lớp`, en: `Results of ${term} for the class` },
    message: {
      vi: `Lớp này chưa có kết quả ${TERM_NAMES[term]} (nguồn ${source.source}).`,
      en: `The class has no results of ${term} yet (source ${source.source}).`,
    },
    fix: fix ?? {
      vi: `Nhập hoặc đồng bộ kết quả ${TERM_NAMES[term]}.`,
      en: `Import or sync the results of ${term}.`,
    },
  });
}

function missingTerms(source: SourceExpectation, landed: LandedStreams, level: Level): Issue[] {
  const terms = source.streams.results?.terms ?? [];
  return NEEDED_TERMS[level]
    .filter((term) => terms.includes(term) && !landed.terms.has(`results:${term}`))
    .map((term) => termNotLanded(term, source));
}

/**
 * Required streams that no source has landed for the class. Sources seen in the class count; when none is seen, all that
 * serve the school do.
 */
export function missingStreams(
  expected: readonly SourceExpectation[],
  landed: LandedStreams,
  level: Level,
): Issue[] {
  const seen = expected.filter((one) => landed.sources.has(one.source));
  const issues = new Map<string, Issue>();
  for (const source of seen.length > 0 ? seen : expected) {
    for (const [stream, capability] of Object.entries(source.streams) as [Stream, { need: string }][]) {
      if (capability.need !== 'required') continue;
      if (!landed.streams.has(stream)) issues.set(stream, streamMissing(stream, source));
      else if (stream === 'results')
        for (const issue of missingTerms(source, landed, level)) issues.set(issue.path, issue);
    }
  }
  return [...issues.values()];
}

const notOnRoster = (): Issue =>
  assemblyIssue({
    rule: 'ASM-NOT-ON-ROSTER',
    path: 'pupil',
    expected: { vi: 'Học sinh có trong danh sách lớp', en: 'The pupil is on the class list' },
    message: {
      vi: 'Học sinh có kết quả nhưng không có trong danh sách học sinh của lớp.',
      en: 'The pupil has results but is not on the class list.',
    },
    fix: {
      vi: 'Bổ sung học sinh vào danh sách lớp (đúng mã học sinh, họ tên, ngày sinh), hoặc xóa dòng kết quả thừa.',
      en: 'Add the pupil to the class list (same code, name, birth date), or remove the surplus results row.',
    },
  });

const noResults = (): Issue =>
  assemblyIssue({
    rule: 'ASM-NO-RESULTS',
    path: 'results',
    expected: { vi: 'Kết quả của học sinh', en: "The pupil's results" },
    message: {
      vi: 'Học sinh có trong danh sách lớp nhưng không có kết quả nào.',
      en: 'The pupil is on the class list but has no results.',
    },
    fix: {
      vi: 'Nhập kết quả; nếu em đã chuyển đi hoặc thôi học, cập nhật trạng thái học sinh.',
      en: 'Enter the results; if the pupil has left, update the status.',
    },
  });

const termMissing = (term: Term, arrived: boolean): Issue =>
  assemblyIssue({
    rule: 'ASM-TERM-MISSING',
    path: `results.${term}`,
    expected: { vi: `Kết quả ${TERM_NAMES[term]} của học sinh`, en: `The pupil's results of ${term}` },
    message: {
      vi: `Học sinh chưa có kết quả ${TERM_NAMES[term]}, trong khi các bạn cùng lớp đã có.`,
      en: `The pupil has no results of ${term} although the class has.`,
    },
    fix: arrived
      ? {
          vi: 'Em chuyển đến từ trường khác: trường cũ cần gửi kết quả lên cổng kết nối, hoặc trường nhập kết quả từ học bạ.',
          en: 'The pupil came from elsewhere: the former school sends its results, or this school enters them from the record.',
        }
      : {
          vi: `Nhập kết quả ${TERM_NAMES[term]} trong phần mềm của trường rồi xuất lại.`,
          en: `Enter the results of ${term} in the school software and export again.`,
        },
  });

const isEmptyTerm = (facts: PupilFacts, term: Term): boolean =>
  (facts.results[term]?.subjects ?? []).length === 0;

/** What this pupil lacks although the class has it. `hasRoster`: some source lists the pupil. */
export function missingOfPupil(
  facts: PupilFacts,
  record: CanonicalRecord,
  landed: LandedStreams,
  hasRoster: boolean,
): Issue[] {
  const issues: Issue[] = [];
  if (!hasRoster && landed.streams.has('roster')) issues.push(notOnRoster());
  if (!landed.streams.has('results')) return issues;
  if (Object.keys(facts.results).length === 0) return [...issues, noResults()];
  const arrived = record.enrolment.status.startsWith('chuyen-den');
  for (const term of NEEDED_TERMS[record.level])
    if (
      landed.terms.has(`results:${term}`) &&
      isEmptyTerm(facts, term) &&
      !(isPrimary(record) && term === 'year')
    )
      issues.push(termMissing(term, arrived));
  return issues;
}
