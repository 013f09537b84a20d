import type {
  CanonicalRecord,
  PrimaryRecord,
  Pupil,
  SecondaryRecord,
  SecondarySubject,
} from '../../../src/domain/records.js';

/** One way in which a packet may be wrong. The seeding knows nothing of the rules but the id that must be reported. */
export interface DefectKind {
  readonly rule: string;
  /** Grades of the pupils that can have it. */
  readonly grades: readonly number[];
  /** Changes the record before it is packed … */
  readonly record?: (record: CanonicalRecord) => CanonicalRecord;
  /** … or the packet's text. */
  readonly text?: (xml: string) => string;
}

const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const PRIMARY = [1, 2, 3, 4, 5];
const SECONDARY = [6, 7, 8, 9, 10, 11, 12];

const pupil =
  (change: Partial<Pupil>) =>
  (record: CanonicalRecord): CanonicalRecord => ({
    ...record,
    pupil: { ...record.pupil, ...change },
  });

const number =
  (change: (digits: string) => string) =>
  (record: CanonicalRecord): CanonicalRecord => {
    const { identity } = record.pupil;
    if (identity.kind !== 'citizen') throw new Error('a clean pupil has a number');
    return pupil({ identity: { kind: 'citizen', number: change(identity.number) } })(record);
  };

const secondary =
  (change: (results: SecondaryRecord['secondary']) => Partial<SecondaryRecord['secondary']>) =>
  (record: CanonicalRecord): CanonicalRecord => {
    if (record.level === 'TH') throw new Error('a secondary pupil is needed');
    return { ...record, secondary: { ...record.secondary, ...change(record.secondary) } };
  };

const primary =
  (change: (results: PrimaryRecord['primary']) => Partial<PrimaryRecord['primary']>) =>
  (record: CanonicalRecord): CanonicalRecord => {
    if (record.level !== 'TH') throw new Error('a primary pupil is needed');
    return { ...record, primary: { ...record.primary, ...change(record.primary) } };
  };

const line = (key: string, change: (subject: SecondarySubject) => SecondarySubject) =>
  secondary(({ subjects }) => ({
    subjects: subjects.map((one) => (one.subject === key ? change(one) : one)),
  }));

const replace =
  (pattern: RegExp, text: string) =>
  (xml: string): string => {
    const changed = xml.replace(pattern, text);
    if (changed === xml) throw new Error(`nothing to change: ${String(pattern)}`);
    return changed;
  };

/** Somebody’s look-up code, not the packet’s. */
const OTHER_CODE = '0123456789abcdef'.repeat(2);

const otherMark = (value: string): string => (value >= '9.' || value === '10.0' ? '4.0' : '9.9');

export const DEFECT_KINDS: readonly DefectKind[] = [
  {
    rule: 'IDENT-NUMBER-SEX',
    grades: ALL,
    record: (one) => pupil({ sex: one.pupil.sex === 'male' ? 'female' : 'male' })(one),
  },
  {
    rule: 'IDENT-NUMBER-YEAR',
    grades: ALL,
    record: number(
      (digits) => `${digits.slice(0, 4)}${digits.slice(4, 6) === '10' ? '11' : '10'}${digits.slice(6)}`,
    ),
  },
  { rule: 'IDENT-NUMBER-PREFIX', grades: ALL, record: number((digits) => `003${digits.slice(3)}`) },
  { rule: 'IDENT-NAME-SHAPE', grades: ALL, record: (one) => pupil({ name: `${one.pupil.name} 2` })(one) },
  { rule: 'IDENT-NAME-LOOK-ALIKE', grades: ALL, record: pupil({ name: 'Nguyễn Văn Ðạt' }) },
  { rule: 'IDENT-BIRTH-DATE', grades: ALL, record: pupil({ birthDate: '1914-01-02' }) },
  { rule: 'IDENT-AGE', grades: [6], record: pupil({ birthDate: '2008-01-02' }) },
  {
    rule: 'IDENT-NO-NUMBER',
    grades: ALL,
    record: pupil({ identity: { kind: 'none', reason: 'Chưa làm giấy khai sinh' } }),
  },
  {
    rule: 'TT22-9-AVERAGE',
    grades: SECONDARY,
    record: line('toan', (one) => ({
      ...one,
      year: { score: one.year !== undefined && 'score' in one.year ? otherMark(one.year.score) : '0.0' },
    })),
  },
  {
    rule: 'TT22-5-KIND',
    grades: SECONDARY,
    record: line('gdtc', (one) => ({ ...one, hk1: { score: '8.0' } })),
  },
  {
    rule: 'TT22-9-HOC-TAP',
    grades: SECONDARY,
    record: secondary(({ hocTap }) => ({ hocTap: { ...hocTap, hk1: hocTap.hk1 === 'CĐ' ? 'T' : 'CĐ' } })),
  },
  {
    rule: 'TT22-8-YEAR',
    grades: SECONDARY,
    record: secondary(() => ({ renLuyen: { hk1: 'T', hk2: 'K', year: 'T' } })),
  },
  {
    rule: 'TT22-9-COMMENT-YEAR',
    grades: SECONDARY,
    record: line('gddp', (one) => ({ ...one, hk2: { rating: 'CĐ' } })),
  },
  {
    rule: 'TT22-12-PROMOTION',
    grades: SECONDARY,
    record: (one) =>
      secondary(() => ({ promotion: 'len-lop' }))({
        ...one,
        attendance: { year: { withLeave: 46, withoutLeave: 0 } },
      }),
  },
  {
    rule: 'TT22-12-FINAL-GRADE',
    grades: [6, 7, 8, 10, 11],
    record: secondary(() => ({ promotion: 'hoan-thanh-cap-hoc' })),
  },
  {
    rule: 'TT22-15-TITLE',
    grades: SECONDARY,
    record: secondary(() => ({ renLuyen: { hk1: 'K', hk2: 'K', year: 'K' }, title: 'gioi' })),
  },
  {
    rule: 'TT22-14-REASSESSMENT',
    grades: SECONDARY,
    record: secondary(() => ({ renLuyen: { hk1: 'T', hk2: 'T', year: 'T', reassessment: 'T' } })),
  },
  {
    rule: 'TT22-CT-ELECTIVES',
    grades: [10, 11, 12],
    record: secondary(({ subjects }) => ({
      subjects: subjects.filter(({ subject }) => subject !== 'vat-li'),
    })),
  },
  {
    rule: 'TT27-9-OVERALL',
    grades: PRIMARY,
    record: primary(({ overall }) => ({ overall: overall === 'HTXS' ? 'HT' : 'HTXS' })),
  },
  {
    rule: 'TT27-TEST-WHOLE',
    grades: PRIMARY,
    record: primary(({ subjects }) => ({
      subjects: subjects.map((one) =>
        one.subject === 'toan' ? { ...one, hk1: { ...one.hk1, test: '8.5' } } : one,
      ),
    })),
  },
  {
    rule: 'TT27-QUALITIES',
    grades: PRIMARY,
    record: primary(({ qualities }) => ({
      qualities: Object.fromEntries(Object.entries(qualities).slice(1)),
    })),
  },
  {
    rule: 'TT27-YEAR-TEST',
    grades: PRIMARY,
    record: primary(({ subjects }) => ({
      subjects: subjects.map((one) =>
        one.subject === 'toan' && one.year?.level !== undefined
          ? { ...one, year: { level: one.year.level } }
          : one,
      ),
    })),
  },
  { rule: 'TT27-13-REWARD', grades: PRIMARY, record: primary(() => ({ overall: 'HT', reward: 'xuat-sac' })) },
  {
    rule: 'TT27-11-COMPLETED',
    grades: PRIMARY,
    record: primary(() => ({ overall: 'CHT', completed: true })),
  },
  {
    rule: 'TT27-SUBJECT-GRADE',
    grades: [4, 5],
    record: primary(({ subjects }) => ({
      subjects: [...subjects, { subject: 'tnxh', hk1: { level: 'T' }, year: { level: 'T' } }],
    })),
  },
  {
    rule: 'TT27-COMPETENCE-GRADE',
    grades: [1, 2],
    record: primary(({ competences }) => ({ competences: { ...competences, 'tin-hoc': 'T' } })),
  },
  {
    rule: 'COMP-SUBJECT-MISSING',
    grades: ALL,
    record: (one) =>
      one.level === 'TH'
        ? primary(({ subjects }) => ({ subjects: subjects.slice(1) }))(one)
        : secondary(({ subjects }) => ({ subjects: subjects.slice(1) }))(one),
  },
  { rule: 'COMP-SUBJECT-YEAR', grades: SECONDARY, record: line('toan', ({ year: _year, ...rest }) => rest) },
  { rule: 'SCHEMA-REQUIRED', grades: SECONDARY, record: secondary(() => ({ subjects: [] })) },
  {
    rule: 'COMP-YEAR-RESULTS',
    grades: SECONDARY,
    record: secondary(({ hocTap: { year: _year, ...hocTap } }) => ({ hocTap })),
  },
  {
    rule: 'PACKET-CONTRADICTION',
    grades: ALL,
    text: replace(/<MA_TRA_CUU>[^<]*/u, `<MA_TRA_CUU>${OTHER_CODE}`),
  },
  { rule: 'CHECK-UNKNOWN-KIND', grades: ALL, text: (xml) => xml.replaceAll('HOC_BA>', 'HOC_BAN>') },
  { rule: 'PACKET-MISSING-ELEMENT', grades: ALL, text: replace(/<TEN_TRUONG>[^<]*<\/TEN_TRUONG>/u, '') },
  { rule: 'PACKET-UNKNOWN-ELEMENT', grades: ALL, text: replace(/<TEN_LOP>/u, '<LA></LA><TEN_LOP>') },
  {
    rule: 'PACKET-REPEATED-ELEMENT',
    grades: ALL,
    text: replace(/(<TEN_TRUONG>[^<]*<\/TEN_TRUONG>)/u, '$1$1'),
  },
  { rule: 'PACKET-CODE', grades: ALL, text: replace(/<MA_GIOI_TINH>./u, '<MA_GIOI_TINH>7') },
  { rule: 'PACKET-UNREADABLE', grades: ALL, text: replace(/<NGAY_SINH>[^<]*/u, '<NGAY_SINH>20/03/2014') },
  { rule: 'PACKET-ID-MISSING', grades: ALL, text: replace(/ Id="data"/u, '') },
  { rule: 'PACKET-ID-UNIQUE', grades: ALL, text: replace(/<MA_TRA_CUU>/u, '<MA_TRA_CUU ID="data">') },
  { rule: 'PACKET-SLOT-MISSING', grades: ALL, text: replace(/<CBQL><\/CBQL>/u, '') },
  { rule: 'PACKET-SLOT-CONTENT', grades: ALL, text: replace(/<CBQL>/u, '<CBQL><KY></KY>') },
  {
    rule: 'PACKET-EFFECTIVE-DATE',
    grades: ALL,
    text: replace(/<NGAY_HIEU_LUC>[^<]*/u, '<NGAY_HIEU_LUC>2020-06-30'),
  },
  { rule: 'PACKET-TEST-DATA', grades: ALL, text: replace(/<MOI_TRUONG>[^<]*/u, '<MOI_TRUONG>test') },
  { rule: 'XSD-LENGTH', grades: ALL, text: replace(/<TEN_TRUONG>/u, `<TEN_TRUONG>${'x'.repeat(1000)}`) },
  { rule: 'XML-DOCTYPE', grades: ALL, text: (xml) => `<!DOCTYPE HOC_BA>${xml}` },
  { rule: 'XML-MARKUP', grades: ALL, text: replace(/<HO_TEN>/u, '<!-- x --><HO_TEN>') },
  { rule: 'XML-INSTRUCTION', grades: ALL, text: replace(/<HO_TEN>/u, '<?x y?><HO_TEN>') },
  { rule: 'IDENT-DUPLICATE', grades: ALL, record: number(() => '066214999999') },
  {
    rule: 'XML-ENCODING',
    grades: ALL,
    text: (xml) => `<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`,
  },
  { rule: 'XML-NOT-WELL-FORMED', grades: ALL, text: (xml) => xml.slice(0, -30) },
];
