import type { Issue } from '../domain/issue.js';
import type { DataKind } from '../domain/policy.js';
import type { Level, Term } from '../domain/records.js';
import { levelOfGrade } from '../domain/records.js';
import { cleanText } from '../domain/text.js';
import type { SourcedFragment } from '../ports/store.js';
import type { BatchContext } from '../ports/target.js';
import { aliasOwners, baseAliases } from './aliases.js';
import { flagAmbiguities, isNameless } from './ambiguity.js';
import type { ClassKnowledge } from './class-facts.js';
import { classKnowledge } from './class-facts.js';
import { landedStreams, missingStreams } from './completeness.js';
import { deciderOf, defaultTermDates } from './decide.js';
import { assemblyIssue } from './issues.js';
import { matchPupils } from './match.js';
import { aliasKey, inOrder, isPupilFragment, pupilRow, rememberingFold } from './pupil-rows.js';
import type { ClassSetting } from './record.js';
import { assembleRecord } from './record.js';
import type { AssembledClass, AssembledRecord, AssemblyInput, ElsewhereRecord } from './types.js';

function noGrade(classKey: string): Issue {
  return assemblyIssue({
    rule: 'ASM-NO-GRADE',
    path: 'class.grade',
    value: classKey,
    expected: { vi: 'Khối lớp từ 1 đến 12', en: 'A grade from 1 to 12' },
    message: {
      vi: `Không nguồn nào cho biết lớp ${classKey} thuộc khối nào.`,
      en: `No source says the grade of ${classKey}.`,
    },
    fix: { vi: 'Bổ sung khối lớp trong danh sách lớp.', en: 'Give the grade in the class list.' },
  });
}

function noSchool(code: string): Issue {
  return assemblyIssue({
    rule: 'ASM-NO-SCHOOL',
    path: 'school.name',
    value: code,
    expected: { vi: 'Tên trường', en: 'The name of the school' },
    message: { vi: `Chưa biết tên của trường ${code}.`, en: `The name of school ${code} is not known.` },
    fix: {
      vi: 'Khai báo trường trong cấu hình (schools).',
      en: 'Name the school in the configuration (schools).',
    },
    owner: 'gateway',
  });
}

/** The shape of the record where the grade is unknown: by what the rows hold. It is refused anyway. */
function levelOf(knowledge: ClassKnowledge, fragments: readonly SourcedFragment[]): Level {
  if (knowledge.grade !== null) return levelOfGrade(knowledge.grade);
  const primary = fragments.some((item) => {
    if (item.stream !== 'results') return false;
    const { data } = item.fragment as { data?: { qualities?: unknown; overall?: unknown } };
    return data?.qualities !== undefined || data?.overall !== undefined;
  });
  return primary ? 'TH' : 'THCS';
}

function deciders(input: AssemblyInput, level: () => Level) {
  const dates = input.policy.termDates ?? defaultTermDates(input.material.id.schoolYear);
  const memo = new Map<string, string | null>();
  return (kind: DataKind, term: Term | null): string | null => {
    if (input.policy.systemOfRecord.length === 0) return null;
    const key = `${kind}:${term ?? ''}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const date = term === null ? input.today : dates[term];
    const point = { school: input.material.id.school, level: level(), kind, date };
    const source = deciderOf(input.policy.systemOfRecord, point);
    memo.set(key, source);
    return source;
  };
}

/** Level of the class before its facts are joined: rules for a level need it. */
function roughLevel(fragments: readonly SourcedFragment[]): Level {
  for (const item of fragments) {
    const grade = (item.fragment as { class?: { grade?: number } }).class?.grade;
    if (grade !== undefined) return levelOfGrade(grade);
  }
  return 'THCS';
}

function settingOf(input: AssemblyInput, fragments: readonly SourcedFragment[]): ClassSetting {
  const { material, policy } = input;
  const schoolFragments = inOrder(material.schoolFragments);
  const rough = roughLevel(fragments);
  const decide = deciders(input, () => rough);
  const knowledge = classKnowledge(fragments, schoolFragments, {
    classKey: material.id.classKey,
    school: input.school,
    decide,
  });
  const level = levelOf(knowledge, fragments);
  const landed = landedStreams(fragments, schoolFragments);
  const issues = [...knowledge.issues];
  if (knowledge.grade === null) issues.push(noGrade(material.id.classKey));
  if (knowledge.school === null) issues.push(noSchool(material.id.school));
  return {
    input,
    knowledge,
    level,
    landed,
    schoolFragments,
    decide: deciders(input, () => level),
    programme: knowledge.programme ?? policy.programme,
    subjectRank: new Map((policy.subjectOrder ?? []).map((subject, index) => [subject, index])),
    classIssues: issues,
    missing: missingStreams(input.expected, landed, level),
    statusSources: sourcesWithStatus(fragments),
  };
}

/** Sources whose roster of this class has a status column. */
function sourcesWithStatus(fragments: readonly SourcedFragment[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const item of fragments) {
    if (item.stream !== 'roster') continue;
    const { data } = item.fragment as { data?: { enrolment?: unknown } };
    if (data?.enrolment !== undefined) found.add(item.source);
  }
  return found;
}

function contextOf(setting: ClassSetting): BatchContext {
  const { knowledge, input, level } = setting;
  const { id } = input.material;
  return {
    school: knowledge.school ?? { code: id.school, name: id.school, levels: [level] },
    schoolYear: id.schoolYear,
    classKey: id.classKey,
    className: cleanText(knowledge.className),
    grade: knowledge.grade ?? 0,
    ...(knowledge.homeroomTeacher === null ? {} : { homeroomTeacher: knowledge.homeroomTeacher }),
    staff: knowledge.staff,
  };
}

function elsewhereIndex(elsewhere: readonly ElsewhereRecord[]): ReadonlyMap<string, ElsewhereRecord[]> {
  const index = new Map<string, ElsewhereRecord[]>();
  for (const item of elsewhere)
    for (const alias of baseAliases(item.record)) {
      const key = aliasKey(alias);
      const list = index.get(key);
      if (list === undefined) index.set(key, [item]);
      else list.push(item);
    }
  return index;
}

/**
 * Fragments of one class -> records. Pure: the same fragments in any order and the same known records give the same result,
 * apart from newly minted ids.
 */
export function assembleClass(input: AssemblyInput): AssembledClass {
  const fragments = inOrder(input.material.fragments);
  const setting = settingOf(input, fragments);
  const fold = rememberingFold();
  const rows = fragments
    .filter(isPupilFragment)
    .map((item) => pupilRow(item, fold))
    .filter((row) => !isNameless(row));
  const matching = matchPupils(rows, input.material.records);
  const shared = flagAmbiguities(matching);
  const index = elsewhereIndex(input.elsewhere);
  const claimed = new Set<string>();
  const owners = aliasOwners([...input.material.records, ...input.elsewhere.map((item) => item.record)]);
  const records: AssembledRecord[] = [];
  for (const candidate of matching.candidates) {
    const record = assembleRecord(setting, candidate, { index, shared, claimed, owners });
    if (record !== null) records.push(record);
  }
  return { id: input.material.id, context: contextOf(setting), records };
}
