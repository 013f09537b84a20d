// Three whole records of invented pupils: a pupil of tiểu học, THCS and THPT in whom nothing is to be found.

const teacher = (code, name) => ({ code, name });
const HOMEROOM = teacher('GV001', 'Nguyễn Thị Mẫu');

const frame = (level, grade, key, pupil, sector) => ({
  schema: 'canonical-record/1',
  programme: 'GDPT',
  level,
  schoolYear: '2025-2026',
  school: { code: '66000001', name: `Trường ${level} Thử Nghiệm` },
  class: { key, name: key, grade, homeroomTeacher: HOMEROOM },
  pupil: { ethnicGroup: 'kinh', nationality: 'VN', birthPlace: 'Đắk Lắk', ...pupil },
  enrolment: { status: 'dang-hoc' },
  attendance: {
    hk1: { withLeave: 1, withoutLeave: 0 },
    hk2: { withLeave: 1, withoutLeave: 0 },
    year: { withLeave: 2, withoutLeave: 0 },
  },
  aliases: [{ scheme: 'sector', value: sector }],
  comment: 'Chăm ngoan, tiến bộ đều trong năm học.',
});

const scored = (subject, index) => ({
  subject,
  hk1: { score: '8.0' },
  hk2: { score: '8.5' },
  year: { score: '8.3' },
  teacher: teacher(`GV${101 + index}`, `Giáo Viên ${101 + index}`),
});
const rated = (subject, index) => ({
  subject,
  hk1: { rating: 'Đ' },
  hk2: { rating: 'Đ' },
  year: { rating: 'Đ' },
  teacher: teacher(`GV${201 + index}`, `Giáo Viên ${201 + index}`),
});

const secondary = (byScore, byRating) => ({
  subjects: [...byScore.map(scored), ...byRating.map(rated)],
  hocTap: { hk1: 'T', hk2: 'T', year: 'T' },
  renLuyen: { hk1: 'T', hk2: 'T', year: 'T' },
  title: 'gioi',
  promotion: 'len-lop',
});

const LOWER = ['ngu-van', 'toan', 'ngoai-ngu-1', 'gdcd', 'ls-dl', 'khtn', 'cong-nghe', 'tin-hoc'];
const UPPER = [
  'ngu-van',
  'toan',
  'ngoai-ngu-1',
  'lich-su',
  'gdqpan',
  'vat-li',
  'hoa-hoc',
  'sinh-hoc',
  'tin-hoc',
];

export const THCS = {
  ...frame(
    'THCS',
    6,
    '6A',
    {
      name: "H'Mẫu Niê",
      birthDate: '2014-03-20',
      sex: 'female',
      ethnicGroup: 'e-de',
      identity: { kind: 'citizen', number: '066314000011' },
    },
    '6600000011',
  ),
  secondary: secondary(LOWER, ['gdtc', 'nghe-thuat', 'hdtn-hn', 'gddp']),
};

export const THPT = {
  ...frame(
    'THPT',
    10,
    '10A1',
    {
      name: 'Trần Văn Thử',
      birthDate: '2010-11-02',
      sex: 'male',
      identity: { kind: 'citizen', number: '066210000012' },
    },
    '6600000012',
  ),
  secondary: secondary(UPPER, ['gdtc', 'hdtn-hn', 'gddp']),
};

const as = (record, name, number, sector) => ({
  ...record,
  pupil: { ...record.pupil, name, identity: { kind: 'citizen', number } },
  aliases: [{ scheme: 'sector', value: sector }],
});
/** The pupils of the other forms: nobody may be in two files. */
export const TWIN = as(THCS, "H'Thử Êban", '066314000014', '6600000014');
export const CANONICAL = as(THCS, "H'Nghiệm Ksor", '066314000015', '6600000015');

const level = (subject, tests = {}) => ({
  subject,
  hk1: { level: 'T', ...tests },
  year: { level: 'T', ...tests },
  teacher: HOMEROOM,
});

const all = (keys) => Object.fromEntries(keys.map((key) => [key, 'T']));

export const TH = {
  ...frame(
    'TH',
    1,
    '1A',
    {
      name: 'Lê Thị Nghiệm',
      birthDate: '2019-05-06',
      sex: 'female',
      identity: { kind: 'citizen', number: '066319000013' },
    },
    '6600000013',
  ),
  primary: {
    subjects: [
      level('tieng-viet', { test: '9.0' }),
      level('toan', { test: '10.0' }),
      ...['dao-duc', 'tnxh', 'gdtc', 'nghe-thuat', 'hdtn'].map((subject) => level(subject)),
    ],
    qualities: all(['yeu-nuoc', 'nhan-ai', 'cham-chi', 'trung-thuc', 'trach-nhiem']),
    competences: all([
      'tu-chu-tu-hoc',
      'giao-tiep-hop-tac',
      'gqvd-sang-tao',
      'ngon-ngu',
      'tinh-toan',
      'khoa-hoc',
      'tham-mi',
      'the-chat',
    ]),
    overall: 'HTXS',
    reward: 'xuat-sac',
    completed: true,
    promoted: true,
  },
};

const inSubject = (record, key, change) => ({
  ...record,
  secondary: {
    ...record.secondary,
    subjects: record.secondary.subjects.map((one) => (one.subject === key ? { ...one, ...change } : one)),
  },
});
const inPupil = (change) => ({ ...THCS, pupil: { ...THCS.pupil, ...change } });
const inResults = (change) => ({ ...THCS, secondary: { ...THCS.secondary, ...change } });

const remove = (pattern) => (xml) => xml.replace(pattern, '');
const put = (pattern, text) => (xml) => xml.replace(pattern, text);

/** What is wrong, which rule must say so, and how it is made: from another record, or by a change of the packet's text. */
export const DEFECTS = [
  {
    rule: 'IDENT-NUMBER-SEX',
    vi: 'giới tính khác số định danh',
    en: 'sex against the identity number',
    record: inPupil({ sex: 'male' }),
  },
  {
    rule: 'IDENT-NUMBER-YEAR',
    vi: 'năm sinh khác số định danh',
    en: 'birth year against the identity number',
    record: inPupil({ birthDate: '2013-03-20' }),
  },
  {
    rule: 'IDENT-NAME-SHAPE',
    vi: 'họ tên có chữ số',
    en: 'a digit in the name',
    record: inPupil({ name: "H'Mẫu Niê 2" }),
  },
  {
    rule: 'IDENT-BIRTH-DATE',
    vi: 'ngày sinh không thể có',
    en: 'an impossible birth date',
    record: inPupil({ birthDate: '1914-03-20' }),
  },
  {
    rule: 'IDENT-NO-NUMBER',
    vi: 'chưa có số định danh',
    en: 'no identity number yet',
    record: inPupil({ identity: { kind: 'none', reason: 'Chưa làm giấy khai sinh' } }),
  },
  {
    rule: 'TT22-9-AVERAGE',
    vi: 'điểm cả năm sai công thức',
    en: 'the year’s average is not by the formula',
    record: inSubject(THCS, 'toan', { year: { score: '9.0' } }),
  },
  {
    rule: 'TT22-5-KIND',
    vi: 'môn nhận xét có điểm số',
    en: 'a score in a comment-only subject',
    record: inSubject(THCS, 'gdtc', { year: { score: '8.0' } }),
  },
  {
    rule: 'TT22-9-HOC-TAP',
    vi: 'học tập không khớp các môn',
    en: 'học tập against the subjects',
    record: inResults({ hocTap: { hk1: 'T', hk2: 'T', year: 'K' }, title: undefined }),
  },
  {
    rule: 'TT22-8-YEAR',
    vi: 'rèn luyện cả năm sai bảng',
    en: 'rèn luyện of the year is not by the table',
    record: inResults({ renLuyen: { hk1: 'Đ', hk2: 'T', year: 'T' } }),
  },
  {
    rule: 'TT22-12-PROMOTION',
    vi: 'nghỉ 46 buổi vẫn lên lớp',
    en: 'moved up with 46 absences',
    record: { ...THCS, attendance: { year: { withLeave: 46, withoutLeave: 0 } } },
  },
  {
    rule: 'COMP-SUBJECT-MISSING',
    vi: 'thiếu môn bắt buộc',
    en: 'a compulsory subject is missing',
    record: inResults({ subjects: THCS.secondary.subjects.slice(1) }),
  },
  {
    rule: 'COMP-SUBJECT-YEAR',
    vi: 'môn chưa có kết quả cả năm',
    en: 'a subject without its year',
    record: inSubject(THCS, 'khtn', { year: undefined }),
  },
  {
    rule: 'TT27-9-OVERALL',
    vi: 'HTXS nhưng điểm cuối năm dưới 9',
    en: 'HTXS with a test below 9',
    record: {
      ...TH,
      primary: {
        ...TH.primary,
        subjects: [level('tieng-viet', { test: '7.0' }), ...TH.primary.subjects.slice(1)],
      },
    },
  },
  {
    rule: 'PACKET-CONTRADICTION',
    vi: 'hai mã tra cứu khác nhau',
    en: 'two different look-up codes',
    change: put(/<MA_TRA_CUU>[^<]*/u, `<MA_TRA_CUU>${'0123456789abcdef'.repeat(2)}`),
  },
  {
    rule: 'XML-DOCTYPE',
    vi: 'có khai báo DOCTYPE',
    en: 'a DOCTYPE',
    change: (xml) => `<!DOCTYPE HOC_BA>${xml}`,
  },
  {
    rule: 'XML-NOT-WELL-FORMED',
    vi: 'tệp bị cắt cụt',
    en: 'the file is cut',
    change: (xml) => xml.slice(0, -40),
  },
  {
    rule: 'PACKET-MISSING-ELEMENT',
    vi: 'thiếu phần tử bắt buộc',
    en: 'a required element is missing',
    change: remove(/<TEN_TRUONG>[^<]*<\/TEN_TRUONG>/u),
  },
  {
    rule: 'PACKET-CODE',
    vi: 'mã môn học không có trong danh mục',
    en: 'a subject code outside its table',
    change: put(/<MA_MON_HOC>TOAN</u, '<MA_MON_HOC>TOANN<'),
  },
  {
    rule: 'PACKET-ID-UNIQUE',
    vi: 'một Id ở hai mục',
    en: 'one id on two elements',
    change: put(/<MA_TRA_CUU>/u, '<MA_TRA_CUU ID="data">'),
  },
  {
    rule: 'PACKET-SLOT-MISSING',
    vi: 'thiếu ô ký của cán bộ quản lý',
    en: 'the slot of the principal is missing',
    change: remove(/<CBQL><\/CBQL>/u),
  },
  {
    rule: 'XSD-LENGTH',
    vi: 'tên trường quá dài',
    en: 'the name of the school is too long',
    change: put(/<TEN_TRUONG>/u, `<TEN_TRUONG>${'Trường '.repeat(80)}`),
  },
];
