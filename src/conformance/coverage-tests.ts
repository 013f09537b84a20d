import type { Bilingual } from '../domain/errors.js';

/** A test by its file and its sentence, as the test run prints it; a test holds that both exist. */
export interface TestReference {
  readonly file: string;
  readonly sentence: string;
}

/** What exercises a requirement besides the rules and scenario runs that name it, and what does not yet. */
export interface RequirementTests {
  readonly tests: readonly TestReference[];
  /** What of the requirement nothing exercises, and why. */
  readonly lacking?: Bilingual;
}

const of = (file: string, ...sentences: readonly string[]): readonly TestReference[] =>
  sentences.map((sentence) => ({ file, sentence }));

/** By requirement id. Add a test here when it exercises a requirement; take `lacking` away when nothing lacks any more. */
export const REQUIREMENT_TESTS: Readonly<Record<string, RequirementTests>> = {
  R1: {
    tests: [
      ...of(
        'tests/packet/build.test.ts',
        'give one GVBM slot per teacher with every subject that is the teacher’s own',
        'are GVCN, CBQL and KY_PHAT_HANH alone at tiểu học',
      ),
      ...of(
        'tests/signature/packet-signature.test.ts',
        'verifies here and by xmlsec1, RSA and P-256 (record %i)',
        'refuses a slot before its turn, and twice',
      ),
      ...of(
        'tests/signature/verify-command.test.ts',
        'says for each slot who signed, and that all is well where the root is trusted',
      ),
    ],
    lacking: {
      vi: 'Vận hành chưa ký số (signing: off): mới ký và kiểm tra từng gói tin bằng lệnh.',
      en: 'Production does not sign yet (signing: off): single packets are signed and verified by command.',
    },
  },
  R2: {
    tests: [
      ...of(
        'tests/e2e/demo.test.ts',
        'takes the four schools from their vendors to both targets and closes the account',
        'brings every mark of the simulators to the ledger of the Sở, pulls again and sends nothing that did not change',
        'holds back exactly the 25 pupils that must be refused, each with rule, place and fix',
      ),
      ...of('tests/sources/vnedu-given.test.ts', 'gives exactly every value of expected.json'),
      ...of(
        'tests/assembly/shapes.test.ts',
        'merges HK1, HK2, the year and the re-assessment of THCS and THPT',
        'is of the tiểu học shape in grades 1 to 5',
      ),
      ...of(
        'tests/rules/properties.test.ts',
        'never fail on what the schema accepts, and find the same twice',
        'never fail on what is no record at all',
        'find the same whatever the order of lists and keys',
        'find nothing in the pupils of the simulators, but that some have no number yet',
      ),
      ...of(
        'tests/rules/tt22-tables.test.ts',
        'needs its lower bound in every scored subject',
        'needs its higher bound in six scored subjects',
        'follows the table for all sixteen pairs of terms',
      ),
      ...of(
        'tests/rules/tt22-marks.test.ts',
        '%i periods a year: exactly %i regular marks',
        'ĐTBmhk of %s: half goes up, exactly',
      ),
      ...of(
        'tests/rules/tt22-year.test.ts',
        'turns at 45 sessions of absence, with and without leave together',
        'Xuất sắc needs six scored subjects of 9.0',
      ),
      ...of('tests/rules/tt22-properties.test.ts', 'has no finding, and is a valid record'),
      ...of(
        'tests/rules/tt27-tables.test.ts',
        'follows for every level, quality, competence and test',
        'promotes who completed; who did not, by the principal’s decision and never out of grade 5',
      ),
      ...of(
        'tests/rules/gdtx.test.ts',
        'is told once that the assessment was not checked, and is never held back for it',
      ),
    ],
    lacking: {
      vi: 'Quy tắc theo nguồn thứ cấp hoặc theo trí nhớ mới là cảnh báo, chờ đối chiếu văn bản gốc; kết quả của học viên GDTX chưa được kiểm tra (chưa có TT 43/2021).',
      en: 'Rules known second hand or from memory are warnings only, until held against the source; results of GDTX learners are not checked (TT 43/2021 is not at hand).',
    },
  },
  R3: {
    tests: [
      ...of('tests/store/contract.ts', 'refuses to change the bytes of an issued version'),
      ...of(
        'tests/store/contract-records.ts',
        'gives back exactly the octets and the canonical record that were committed',
      ),
      ...of(
        'tests/e2e/planted.test.ts',
        'names a record that a target lost, altered or invented, and exits with 1',
      ),
      ...of('tests/signature/packet-signature.test.ts', 'is told apart from a changed one'),
      ...of('tests/conformance/check-signed.test.ts', 'finds what was changed after signing'),
      ...of(
        'tests/targets/so-gddt-lock.test.ts',
        'refuses every change of a locked record with an explained code, and takes its neighbours',
      ),
    ],
    lacking: {
      vi: 'Gói tin cổng phát hành chưa được ký (signing: off), nên ngoài hệ thống chưa có chữ ký chứng minh không bị sửa.',
      en: 'Issued packets are not signed yet (signing: off), so no signature proves them unchanged outside the system.',
    },
  },
  R4: {
    tests: [
      ...of('tests/packet/digest.test.ts', 'is a UUID without hyphens in lower case'),
      ...of(
        'tests/packet/build.test.ts',
        'is TAM- and the identity number until the sector issues a code',
        'is refused when the gateway’s own additions are unsound',
      ),
      ...of(
        'tests/pipeline/process.test.ts',
        'makes a new version with the same look-up code for changed content, UPDATE where the target has an earlier one',
      ),
    ],
  },
  R5: {
    tests: [
      ...of(
        'tests/packet/build.test.ts',
        'are valid against packet.xsd, and xmllint agrees',
        'is refused when a name is longer than QĐ 4998 allows, with place and limit',
      ),
      ...of(
        'tests/packet/swap.test.ts',
        'builds, is C14N, validates and reads back with no change in the engine',
      ),
      ...of('tests/xml/schema.test.ts', 'names %s in both languages'),
      ...of('tests/xml/guard.test.ts', 'judges %s before any parser sees it'),
      ...of(
        'tests/rules/packet.test.ts',
        'finds %s, and the schema does not say it again',
        'finds nothing in what the gateway builds, signed or not, by either profile',
      ),
      ...of('tests/xml/attacks.test.ts', 'is refused for its own reason'),
      ...of(
        'tests/conformance/check.test.ts',
        'is told by its root element and judged by schema, XML Schema and rules',
      ),
    ],
    lacking: {
      vi: 'Lược đồ chính thức của Bộ chưa công bố: hồ sơ gói tin dựa trên tên đã thấy và QĐ 4998.',
      en: 'The ministry’s official schema is not public: the profile stands on observed names and QĐ 4998.',
    },
  },
  R6: {
    tests: [
      ...of(
        'tests/e2e/demo.test.ts',
        'takes the four schools from their vendors to both targets and closes the account',
      ),
      ...of('tests/targets/real-packet.test.ts', 'are accepted for primary, lower and upper secondary: %s'),
    ],
    lacking: {
      vi: 'Vận hành chưa có chữ ký số của hiệu trưởng (signing: off).',
      en: 'Production has no signature of the principal yet (signing: off).',
    },
  },
  R7: {
    tests: [
      ...of('tests/pipeline/process.test.ts', 'holds a locked route behind a gate that no acceptance opens'),
      ...of(
        'tests/targets/so-gddt-lock.test.ts',
        'takes exactly the version and bytes that the caller names, and says when',
        'refuses every change of a locked record with an explained code, and takes its neighbours',
        'takes a whole class by its digest, and nothing by another one',
      ),
    ],
    lacking: {
      vi: 'Chưa có lệnh chốt trong vận hành và việc nhắc hạn 30/6: mới có giao diện chốt của Sở và kịch bản kiểm tra.',
      en: 'No command that locks in production and nothing that reminds of 30/6 yet: there is the interface of the lock and its scenarios.',
    },
  },
  R8: {
    tests: [
      ...of('tests/conformance/target.ts', 'cancels a record so that it is held no longer'),
      ...of(
        'tests/store/contract-account.ts',
        'believes that nothing is left at the target after an accepted recall',
      ),
      ...of(
        'tests/pipeline/process.test.ts',
        'withdraws the record of a pupil who leaves after a version was made',
      ),
      ...of('tests/reconciliation/compare.test.ts', 'finds a recalled record that the target kept'),
    ],
    lacking: {
      vi: 'Chưa có lệnh để trường tự thu hồi, thay thế một học bạ với lý do.',
      en: 'No command yet by which a school recalls or replaces a record with its reason.',
    },
  },
  R9: {
    tests: [
      ...of('tests/delivery/dispatch.test.ts', 'opens the ministry after the Sở accepted, within one drain'),
      ...of(
        'tests/targets/moet-objects.test.ts',
        'sends school, staff, class, pupil and result in that order, then the packet',
        'waits for the send window as long as the target says',
      ),
    ],
    lacking: {
      vi: 'Chưa có báo cáo theo hai đợt trước 10/7 và trước 25/8.',
      en: 'No reporting in the two waves before 10/7 and 25/8 yet.',
    },
  },
  R10: {
    tests: [
      ...of(
        'tests/assembly/transfer.test.ts',
        'is one pupil with two records, and the receiving one takes over HK1 with the name of the giving school',
      ),
      ...of(
        'tests/pipeline/process.test.ts',
        'settles two schools that both list a pupil once the former school says that the pupil left',
      ),
    ],
    lacking: {
      vi: 'Chưa có lệnh bàn giao quyền quản lý học bạ giữa hai trường.',
      en: 'No command yet that hands the right to manage from one school to another.',
    },
  },
  R11: {
    tests: [
      ...of('tests/store/contract.ts', 'shows nothing of another school to a scope of one school'),
      ...of('tests/conformance/target.ts', 'puts no secret and no name into logs and errors'),
    ],
    lacking: {
      vi: 'Chưa có trang tra cứu theo mã và phân quyền người dùng.',
      en: 'No look-up page and no user accounts yet.',
    },
  },
  R12: {
    tests: [],
    lacking: { vi: 'Chưa có bản in theo mẫu của Bộ.', en: 'No print in the ministry’s form yet.' },
  },
  R13: {
    tests: [],
    lacking: {
      vi: 'Chưa có giao diện để thủ tục hành chính đọc học bạ.',
      en: 'No interface yet by which administrative procedures read the record.',
    },
  },
  R14: {
    tests: [
      ...of(
        'tests/rules/identity.test.ts',
        'is a warning, and an error where the province holds such records',
        'tells which school has to act, where status and date say it',
      ),
      ...of(
        'tests/pipeline/duplicates.test.ts',
        'holds both, whichever came first, and lets both go when one side corrects its number',
      ),
      ...of(
        'tests/reconciliation/no-identity.test.ts',
        'counts pupils present by the paper they have, and those without a code of the sector',
      ),
    ],
    lacking: {
      vi: 'Chưa nối với CSDL dân cư (giao diện của CSDL này không công bố).',
      en: 'Not connected with the population database (its interface is not public).',
    },
  },
  R15: {
    tests: [
      ...of(
        'tests/reconciliation/reports.test.ts',
        'counts teachers together with the managers who teach, and certificates among those',
      ),
      ...of(
        'tests/signature/verify-command.test.ts',
        'trusts nobody unasked, and judges validity when signed',
      ),
    ],
    lacking: {
      vi: 'Chưa có danh sách chứng thư số của tỉnh: hạn dùng mới được xét trong chữ ký, còn số đếm theo khai báo của trường.',
      en: 'No list of the province’s certificates yet: validity is judged in signatures only, the count is as declared.',
    },
  },
  R16: {
    tests: [
      ...of('tests/reconciliation/reconcile.test.ts', 'shows school and class as n/N'),
      ...of('tests/reconciliation/reports.test.ts', 'gives n/N per target, per commune and in total'),
      ...of(
        'tests/reconciliation/completeness.test.ts',
        'holds each class against the list of its source: n/N, results, homeroom teacher, records held',
      ),
    ],
    lacking: {
      vi: 'Chưa có tiến độ ký số của giáo viên, cán bộ quản lý (signing: off).',
      en: 'No progress of signing by teachers and managers yet (signing: off).',
    },
  },
  R17: {
    tests: [
      ...of(
        'tests/e2e/faults.test.ts',
        'ends with difference 0 and not one double effect in any ledger',
        'at %s loses nothing and doubles nothing after resuming',
      ),
      ...of(
        'tests/delivery/survival.test.ts',
        'ends with a closed account, every key applied at most once and versions in order',
      ),
      ...of('tests/pipeline/pull.test.ts', 'resumes a broken pull in the next run where it stopped'),
    ],
  },
  R18: {
    tests: [
      ...of(
        'tests/assembly/system-of-record.test.ts',
        'quarantines what two sources say differently and nothing decides, naming both sources and values',
        'chooses by date when a school changed its vendor in mid-year',
      ),
      ...of(
        'tests/assembly/matching.test.ts',
        'joins two sources by identity number although their own ids differ',
      ),
    ],
  },
  R19: {
    tests: [],
    lacking: {
      vi: 'Lịch của tỉnh có trong cấu hình nhưng chưa có gì nhắc hạn hoặc chặn theo hạn của từng khối.',
      en: 'A province’s calendar is configuration, but nothing reminds of or enforces a grade’s deadline yet.',
    },
  },
  R20: {
    tests: of(
      'tests/reconciliation/completeness.test.ts',
      'tells a silent school from one that is whole and one that is on paper',
    ),
    lacking: {
      vi: 'Trường còn dùng giấy chỉ được nhận ra vì chưa khai báo nguồn nào; chưa ghi được đến ngày nào, từng khối nào.',
      en: 'A school on paper is known only by having no source; until when and for which grades cannot be said yet.',
    },
  },
  R21: {
    tests: [],
    lacking: {
      vi: 'Chưa có bản in trích lục, in cả lớp, cả trường.',
      en: 'No print of extracts, classes and schools yet.',
    },
  },
  R22: {
    tests: of(
      'tests/assembly/matching.test.ts',
      'attaches the subject tests of a gradebook to the marks of the summary',
      'calls a gradebook mark that differs from the summary a contradiction',
    ),
    lacking: {
      vi: 'Chưa có chỗ để giáo viên chủ nhiệm và tổ chuyên môn xác nhận đã rà soát.',
      en: 'No place yet where homeroom teachers and subject groups confirm their review.',
    },
  },
  R23: {
    tests: [
      ...of(
        'tests/store/contract-account.ts',
        'closes with difference 0 and agrees with a model after any sequence of operations',
      ),
      ...of(
        'tests/reconciliation/completeness.test.ts',
        'becomes a table of schools with the classes that need a look, and a list of what to do',
      ),
    ],
    lacking: {
      vi: 'Mới có "đủ" theo từng trường (hocba report completeness); chưa có chỉ số đúng, sạch, sống.',
      en: 'Completeness is measured per school (hocba report completeness); exactness, cleanness and currency are not yet.',
    },
  },
  R24: {
    tests: of(
      'tests/reconciliation/reports.test.ts',
      'counts pupils, girls and ethnic minorities of those present',
      'becomes a table with the sums marked and the schools of a commune together',
    ),
    lacking: {
      vi: 'Chưa ghi nhận kết quả tập huấn và kiểm tra: báo cáo mới có số phải tập huấn.',
      en: 'Training and inspection results are not recorded yet: the report has only how many are to be trained.',
    },
  },
};
