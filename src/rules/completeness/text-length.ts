import type { Bilingual } from '../../domain/errors.js';
import type { Owner, Severity } from '../../domain/issue.js';
import type { CanonicalRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import { longerThan } from '../../domain/text.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, SECONDARY, withPupil, withSubject } from '../samples.js';
import { subjectsPath } from '../words.js';

interface Limit {
  readonly max: number;
  readonly what: Bilingual;
  /** Codes come from software; texts are typed by people. */
  readonly owner: Owner;
  readonly severity?: Severity;
}

const limit = (max: number, vi: string, en: string, owner: Owner = 'school'): Limit => ({
  max,
  what: { vi, en },
  owner,
});

const SCHOOL_CODE = limit(15, 'Mã trường', 'The school code', 'vendor');
const SCHOOL_NAME = limit(200, 'Tên trường', 'The name of the school');
const CLASS_CODE = limit(10, 'Mã lớp', 'The class code', 'vendor');
const CLASS_NAME = limit(20, 'Tên lớp', 'The name of the class');
const STAFF_CODE = limit(20, 'Mã cán bộ, giáo viên', 'The staff code', 'vendor');
const PERSON_NAME = limit(50, 'Họ và tên', 'The name');
const PUPIL_CODE = limit(20, 'Mã học sinh', "The pupil's code", 'vendor');
const BIRTH_PLACE = limit(250, 'Nơi sinh', 'The birth place');
const COMMENT = limit(255, 'Nhận xét', 'The comment');
const AWARD = limit(255, 'Nội dung khen thưởng', 'The text of the award');
const OCCUPATION = limit(100, 'Nghề nghiệp của cha, mẹ', "The parent's occupation");
/** At tiểu học the decision allows half of it, but packets carry both: worth a look, no more. */
const OCCUPATION_AT_PRIMARY: Limit = { ...OCCUPATION, max: 50, severity: 'warning' };

type Look = (path: string, text: string | undefined, limit: Limit) => void;

function lookAtPlace({ school, class: own }: CanonicalRecord, look: Look): void {
  look('school.code', school.code, SCHOOL_CODE);
  look('school.name', school.name, SCHOOL_NAME);
  look('class.key', own.key, CLASS_CODE);
  look('class.name', own.name, CLASS_NAME);
  look('class.homeroomTeacher.code', own.homeroomTeacher?.code, STAFF_CODE);
  look('class.homeroomTeacher.name', own.homeroomTeacher?.name, PERSON_NAME);
}

function lookAtPupil({ pupil, aliases = [], level }: CanonicalRecord, look: Look): void {
  look('pupil.name', pupil.name, PERSON_NAME);
  look('pupil.birthPlace', pupil.birthPlace, BIRTH_PLACE);
  for (const { scheme, value } of aliases)
    if (scheme === 'sector' || scheme === 'ministry') look(`aliases[${scheme}].value`, value, PUPIL_CODE);
  for (const { relation, name, occupation } of pupil.guardians ?? []) {
    const atPrimary =
      level === 'TH' && relation !== 'guardian' && (occupation?.length ?? 0) <= OCCUPATION.max;
    look(`pupil.guardians[${relation}].name`, name, PERSON_NAME);
    look(
      `pupil.guardians[${relation}].occupation`,
      occupation,
      atPrimary ? OCCUPATION_AT_PRIMARY : OCCUPATION,
    );
  }
}

function lookAtResults(record: CanonicalRecord, look: Look): void {
  const { subjects } = isPrimary(record) ? record.primary : record.secondary;
  const base = subjectsPath(record);
  for (const { subject, comment, teacher } of subjects) {
    if (comment !== undefined) look(`${base}[${subject}].comment`, comment, COMMENT);
    if (teacher === undefined) continue;
    look(`${base}[${subject}].teacher.code`, teacher.code, STAFF_CODE);
    look(`${base}[${subject}].teacher.name`, teacher.name, PERSON_NAME);
  }
  look('comment', record.comment, COMMENT);
  for (const [index, { text }] of (record.awards ?? []).entries()) look(`awards[${index}].text`, text, AWARD);
  for (const { schoolYear, className, schoolName } of record.history ?? []) {
    look(`history[${schoolYear}].className`, className, CLASS_NAME);
    look(`history[${schoolYear}].schoolName`, schoolName, SCHOOL_NAME);
  }
}

const SHOWN = 60;

function found(path: string, text: string, { max, what, owner, severity }: Limit): Finding {
  const letters = [...text];
  return {
    path,
    value: letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : text,
    expected: { vi: `Không quá ${max} ký tự`, en: `At most ${max} characters` },
    message: {
      vi: `${what.vi} dài ${letters.length} ký tự, quá ${max} ký tự cho phép.`,
      en: `${what.en} has ${letters.length} characters, more than the ${max} allowed.`,
    },
    fix:
      owner === 'school'
        ? {
            vi: `Rút gọn còn không quá ${max} ký tự trên phần mềm quản lý trường học rồi đồng bộ lại.`,
            en: `Shorten it to ${max} characters in the school management software and sync again.`,
          }
        : {
            vi: 'Báo nhà cung cấp phần mềm: mã phải là mã ngắn của ngành, không phải mã nội bộ dài.',
            en: "Tell the software's vendor: the sector's short code belongs here, not a long internal one.",
          },
    owner,
    ...(severity === undefined ? {} : { severity }),
  };
}

/**
 * Texts longer than the sector's database holds. The packet's profile refuses them too (in the packet's terms): said here at
 * the record's own place, so that the school reads it once and before a packet is built.
 */
export const textLength = {
  id: 'COMP-TEXT-LENGTH',
  title: { vi: 'Độ dài nội dung theo QĐ 4998', en: 'Texts have the length of QĐ 4998' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2', 'R5'],
  basis: 'QĐ 4998/QĐ-BGDĐT 31/12/2021, Phụ lục: nhóm dữ liệu trường, lớp, học sinh, kết quả học tập',
  owner: 'school',
  applies: () => true,
  check: (record) => {
    const findings: Finding[] = [];
    const look: Look = (path, text, one) => {
      if (text !== undefined && longerThan(text, one.max)) findings.push(found(path, text, one));
    };
    lookAtPlace(record, look);
    lookAtPupil(record, look);
    lookAtResults(record, look);
    return findings;
  },
  examples: {
    good: [
      { note: 'a comment of 255 characters', record: { ...SECONDARY, comment: 'á'.repeat(255) } },
      { note: 'a name of 50 letters', record: withPupil(SECONDARY, { name: 'Y Mẫu Niê'.padEnd(50, 'a') }) },
      {
        note: 'a letter with a mark of its own counts as two, as in the packet',
        record: withPupil(SECONDARY, { name: 'Adrơ̆ng'.padEnd(50, 'a') }),
      },
    ],
    bad: [
      { note: 'a comment of 256 characters', record: { ...SECONDARY, comment: 'á'.repeat(256) } },
      { note: 'a subject’s comment', record: withSubject('toan', { comment: 'x'.repeat(300) }) },
      { note: 'a name of 51 letters', record: withPupil(SECONDARY, { name: 'Y Mẫu Niê'.padEnd(51, 'a') }) },
      {
        note: 'a long internal class code',
        record: { ...PRIMARY, class: { ...PRIMARY.class, key: '2025-2026-1A' } },
      },
      {
        note: 'a long school code',
        record: { ...SECONDARY, school: { ...SECONDARY.school, code: '6616450100000001' } },
      },
      {
        note: 'tiểu học: an occupation of more than 50 characters',
        record: withPupil(PRIMARY, {
          guardians: [{ relation: 'mother', name: 'H Mẫu', occupation: 'x'.repeat(51) }],
        }),
      },
    ],
  },
} satisfies Rule;
