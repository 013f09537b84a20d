import type { Bilingual } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import type { Term } from '../../domain/records.js';
import { ruling, schoolNameKey } from '../../domain/sheets/index.js';
import type { ExportSet, RecognisedExport } from './exports.js';
import type { CheckFile } from './intake.js';
import type { ExportKind } from './types.js';

/** What the files need not say because somebody said it. */
export interface ExportFacts {
  readonly school?: string;
  readonly schoolName?: string;
  readonly schoolYear?: string;
  readonly term?: Term;
}

/** What is taken where neither the files nor a person say it. */
export interface ExportDefaults {
  readonly schoolYear: string;
  /** Configured schools: a title's name tells the code. */
  readonly schools: readonly { readonly code: string; readonly name: string }[];
}

interface Collected extends RecognisedExport {
  readonly file: CheckFile;
}

/** A set with what had to be assumed about it. */
export interface AssumedSet {
  readonly set: ExportSet;
  readonly notes: readonly Issue[];
}

const SCHOOL_FOLDER = /^\d{6,12}$/u;

/** A folder named like a school code: the nearest one above the file. */
const folderCode = ({ absolute }: CheckFile): string | undefined =>
  absolute
    .split(/[/\\]/u)
    .slice(0, -1)
    .reverse()
    .find((part) => SCHOOL_FOLDER.test(part));

const note = (
  rule: string,
  file: CheckFile,
  value: string,
  words: { readonly expected: Bilingual; readonly message: Bilingual; readonly fix: Bilingual },
): Issue => ({
  rule,
  severity: 'info',
  path: '',
  value,
  ...words,
  basis: 'docs/cli.md',
  owner: 'school',
  place: { file: file.label },
});

const assumedYear = (file: CheckFile, year: string): Issue =>
  note('CHECK-YEAR-ASSUMED', file, year, {
    expected: { vi: 'Năm học ghi trong tệp', en: 'The school year in the file' },
    message: {
      vi: `Tệp không ghi năm học; đã kiểm tra theo năm học ${year}.`,
      en: `The file does not say the school year; it was checked as ${year}.`,
    },
    fix: { vi: 'Nói rõ năm học bằng --year.', en: 'Say the year with --year.' },
  });

const assumedSchool = (file: CheckFile, code: string): Issue =>
  note('CHECK-SCHOOL-ASSUMED', file, code, {
    expected: { vi: 'Mã trường ghi trong tệp hoặc thư mục', en: 'The school code in the file or folder' },
    message: {
      vi: `Không biết mã trường; đã kiểm tra với mã tạm ${code}.`,
      en: `The school code is not known; the stand-in ${code} was used.`,
    },
    fix: { vi: 'Nói rõ mã trường bằng --school.', en: 'Say the code with --school.' },
  });

interface Group {
  readonly kind: ExportKind;
  readonly code: string | undefined;
  readonly files: Collected[];
}

const KIND_RANK: readonly ExportKind[] = ['vnedu', 'misa-emis', 'smas', 'generic'];
const named = ({ files }: Group): readonly string[] =>
  files.flatMap(({ facts }) => facts.schools.slice(0, 1));

/** Exports of a check, to be judged once all have been seen. */
export class ExportCollector {
  private readonly collected: Collected[] = [];

  constructor(
    private readonly said: ExportFacts,
    private readonly defaults: ExportDefaults,
  ) {}

  add(file: CheckFile, recognised: RecognisedExport): void {
    this.collected.push({ file, ...recognised });
  }

  /** The code that a person, the folder, the file or a configured school of the title's name gives. */
  private codeOf({ file, facts }: Collected): string | undefined {
    const { schools } = this.defaults;
    const key = facts.schools[0] === undefined ? undefined : schoolNameKey(facts.schools[0]);
    const byName = schools.find(({ name }) => key !== undefined && schoolNameKey(name) === key)?.code;
    return this.said.school ?? folderCode(file) ?? facts.schoolCodes[0] ?? byName;
  }

  /** One set for each kind and school; what says no school belongs to the only school of its kind, else stands apart. */
  sets(): readonly AssumedSet[] {
    const groups = new Map<string, Group>();
    for (const item of this.collected) {
      const code = this.codeOf(item);
      const key = `${item.kind}\n${code ?? ''}`;
      const group = groups.get(key) ?? { kind: item.kind, code, files: [] };
      groups.set(key, group);
      group.files.push(item);
    }
    return KIND_RANK.flatMap((kind) =>
      this.ofKind([...groups.values()].filter((group) => group.kind === kind)),
    );
  }

  private ofKind(groups: readonly Group[]): readonly AssumedSet[] {
    const known = groups.filter(({ code }) => code !== undefined);
    const unknown = groups.find(({ code }) => code === undefined);
    const [only] = known;
    if (unknown !== undefined && only !== undefined && known.length === 1) {
      only.files.push(...unknown.files);
      return [this.setOf(only)];
    }
    return groups.map((group) => this.setOf(group));
  }

  private setOf(group: Group): AssumedSet {
    const { said, defaults } = this;
    const files = group.files.map(({ file }) => file);
    const [first] = files as [CheckFile];
    const years = group.files.flatMap(({ facts }) => facts.years.slice(0, 1));
    const schoolYear = said.schoolYear ?? mostOften(years) ?? defaults.schoolYear;
    const school = group.code ?? STAND_IN;
    const schoolName = said.schoolName ?? nameOf(defaults, school) ?? ruling(named(group));
    const notes = [
      ...(said.schoolYear === undefined && years.length === 0 ? [assumedYear(first, schoolYear)] : []),
      ...(group.code === undefined ? [assumedSchool(first, school)] : []),
    ];
    return {
      notes,
      set: {
        kind: group.kind,
        school,
        ...(schoolName === undefined ? {} : { schoolName }),
        schoolYear,
        ...(said.term === undefined ? {} : { term: said.term }),
        files,
      },
    };
  }
}

/** Stands for a school whose code nobody gave. */
const STAND_IN = '00000000';

const nameOf = ({ schools }: ExportDefaults, code: string): string | undefined =>
  schools.find((school) => school.code === code)?.name;

function mostOften(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
