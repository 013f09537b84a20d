/** Where a value first differs from the shape, as a path below it; '' is the value itself, null: it fits. */
type Shape = (value: unknown) => string | null;
type Parts = Readonly<Record<string, Shape>>;

const isBag = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const below = (key: string, fault: string): string =>
  fault === '' || fault.startsWith('[') ? `${key}${fault}` : `${key}.${fault}`;

const text: Shape = (value) => (typeof value === 'string' ? null : '');
const number: Shape = (value) => (typeof value === 'number' ? null : '');
const flag: Shape = (value) => (typeof value === 'boolean' ? null : '');

const list =
  (item: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return '';
    for (let at = 0; at < value.length; at += 1) {
      const fault = item(value[at]);
      if (fault !== null) return below(`[${at}]`, fault);
    }
    return null;
  };

const mapOf =
  (item: Shape): Shape =>
  (value) => {
    if (!isBag(value)) return '';
    for (const key of Object.keys(value)) {
      const fault = item(value[key]);
      if (fault !== null) return below(key, fault);
    }
    return null;
  };

/** Parts that are not named are not looked at. */
function bag(required: Parts, optional: Parts = {}): Shape {
  const parts = [
    ...Object.entries(required).map(([key, shape]) => ({ key, shape, needed: true })),
    ...Object.entries(optional).map(([key, shape]) => ({ key, shape, needed: false })),
  ];
  return (value) => {
    if (!isBag(value)) return '';
    for (const { key, shape, needed } of parts) {
      const held = value[key];
      if (held === undefined && !needed) continue;
      const fault = shape(held);
      if (fault !== null) return below(key, fault);
    }
    return null;
  };
}

/** The shape that the text in `key` chooses; `other` for every other text. */
const chosen =
  (key: string, shapes: Parts, other: Shape): Shape =>
  (value) => {
    if (!isBag(value)) return '';
    const choice = value[key];
    if (typeof choice !== 'string') return key;
    return (Object.hasOwn(shapes, choice) ? (shapes[choice] as Shape) : other)(value);
  };

const person = bag({ name: text }, { code: text });

const mark: Shape = (value) => {
  if (!isBag(value)) return '';
  if ('score' in value) return typeof value['score'] === 'string' ? null : 'score';
  if ('rating' in value) return typeof value['rating'] === 'string' ? null : 'rating';
  return 'exempt' in value ? null : '';
};
const termTests = bag({}, { regular: list(text), midterm: text, final: text });
const secondarySubject = bag(
  { subject: text },
  {
    hk1: mark,
    hk2: mark,
    year: mark,
    reassessment: mark,
    computed: flag,
    tests: bag({}, { hk1: termTests, hk2: termTests }),
    teacher: person,
    comment: text,
  },
);
const fourLevels = bag({}, { hk1: text, hk2: text, year: text, reassessment: text });
const secondary = bag(
  { subjects: list(secondarySubject), hocTap: fourLevels, renLuyen: fourLevels },
  { title: text, promotion: text },
);

const primaryMark = bag({}, { level: text, test: text });
const primarySubject = bag(
  { subject: text },
  {
    hk1: primaryMark,
    hk2: primaryMark,
    year: primaryMark,
    reassessment: primaryMark,
    teacher: person,
    comment: text,
  },
);
const primary = bag(
  { subjects: list(primarySubject), qualities: mapOf(text), competences: mapOf(text) },
  { overall: text, reward: text, completed: flag, promoted: flag },
);

const identity = chosen(
  'kind',
  {
    citizen: bag({ number: text }),
    foreign: bag({ documentType: text, documentNumber: text, country: text }),
    none: bag({ reason: text }, { since: text }),
  },
  () => 'kind',
);
const pupil = bag(
  { name: text, birthDate: text, sex: text, ethnicGroup: text, nationality: text, identity },
  {
    birthPlace: text,
    addresses: list(
      bag(
        { kind: text, catalogue: text },
        { provinceCode: text, districtCode: text, communeCode: text, text },
      ),
    ),
    disability: bag({ kind: text, notAssessed: flag }),
    guardians: list(bag({ relation: text, name: text }, { occupation: text })),
  },
);

const absences = bag({ withLeave: number, withoutLeave: number });
const frame: Parts = {
  programme: text,
  schoolYear: text,
  school: bag({ code: text, name: text }),
  class: bag({ key: text, name: text, grade: number }, { homeroomTeacher: person }),
  pupil,
  enrolment: bag({ status: text }, { date: text, reason: text }),
};
const optional: Parts = {
  attendance: bag({}, { hk1: absences, hk2: absences, year: absences }),
  history: list(bag({ schoolYear: text, schoolName: text }, { className: text })),
  awards: list(bag({ kind: text, text })),
  comment: text,
  aliases: list(bag({ scheme: text, value: text })),
  provenance: list(bag({ group: text, source: text }, { school: text, match: text, confidence: number })),
};

const record = chosen(
  'level',
  { TH: bag({ ...frame, primary }, optional) },
  bag({ ...frame, secondary }, optional),
);

/**
 * The first place at which something is no canonical record at all: a part is missing, or is a number where a text stands in
 * the schema. Only kinds of values are looked at, what every rule takes for granted; patterns and lists of values are the
 * schema's. Null when rules can run.
 */
export const shapeFault = (value: unknown): string | null => record(value);
