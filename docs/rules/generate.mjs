// Writes docs/rules.md from the built rule packs (npm run build); with --check it only compares (npm run generated).
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REQUIREMENTS } from '../../dist/src/conformance/requirements.js';
import { isValidFor } from '../../dist/src/rules/pack.js';
import { ALL_PACKS } from '../../dist/src/rules/packs.js';
import { PRIMARY } from '../../dist/src/rules/samples.js';
import { examples, findingsOf, isPopulation, SAMPLES } from './examples.mjs';
import { both, CERTAINTIES, code, OWNERS, prose, SEVERITIES } from './words.mjs';

const LEVELS = { TH: [1, 2, 3, 4, 5], THCS: [6, 7, 8, 9], THPT: [10, 11, 12] };
const PROGRAMMES = ['GDPT', 'GDTX'];

const ranges = (grades) => {
  const runs = [];
  for (const grade of grades) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === grade - 1) last.push(grade);
    else runs.push([grade]);
  }
  return runs.map((run) => (run.length === 1 ? `${run[0]}` : `${run[0]}-${run.at(-1)}`)).join(', ');
};

function gradesText(levels) {
  return levels.map(([level, grades]) => `${level} ${ranges(grades)}`).join(', ');
}

/** Grades per level in which the rule looks at a pupil, by asking it. */
function gradesOf(pack, rule, special) {
  const schoolYear = PRIMARY.schoolYear;
  const held = Object.entries(LEVELS).map(([level, grades]) => [
    level,
    grades.filter((grade) => {
      const scope = { level, grade, schoolYear, left: false, ownPlan: false, ...special };
      return isValidFor(pack, scope) && rule.applies(scope);
    }),
  ]);
  return gradesText(held.filter(([, grades]) => grades.length > 0));
}

const ASIDE = [
  { left: true, text: 'học sinh đã rời trường · pupils who left' },
  { ownPlan: true, text: 'học sinh theo kế hoạch riêng · pupils with their own plan' },
];

const EVERYBODY = gradesText(Object.entries(LEVELS));

function scopeText(pack, rule) {
  if (isPopulation(rule)) return 'nhiều học bạ cùng lúc · many records at once';
  const used = PROGRAMMES.map((programme) => ({
    programme,
    grades: gradesOf(pack, rule, { programme }),
  })).filter(({ grades }) => grades !== '');
  if (used.length === 0)
    return `không lớp nào của năm học ${PRIMARY.schoolYear} · no grade of that school year`;
  const [{ programme, grades }] = used;
  const same = used.length === PROGRAMMES.length && used.every((one) => one.grades === grades);
  const where = same
    ? grades === EVERYBODY
      ? 'mọi lớp, GDPT và GDTX · every grade, GDPT and GDTX'
      : `${grades} (GDPT, GDTX)`
    : used.map((one) => `${one.grades} (${one.programme})`).join('; ');
  const without = ASIDE.filter(({ text, ...aside }) => gradesOf(pack, rule, { programme, ...aside }) === '');
  return `${where}${without.length === 0 ? '' : `; trừ · except ${without.map(({ text }) => text).join(', ')}`}`;
}

/** Severities and ids that the failing examples show besides the rule's own. */
function alsoGiven(rule) {
  const issues = rule.examples.bad.flatMap((example) => findingsOf(rule, example));
  const other = (values, own) => [...new Set(values)].filter((value) => value !== own);
  return {
    severities: other(
      issues.map(({ severity }) => severity),
      rule.severity,
    ),
    ids: other(
      issues.map((issue) => issue.rule),
      rule.id,
    ),
  };
}

const anchor = (id) => `<a id="${id}"></a>`;
const link = (id) => `[\`${id}\`](#${id})`;

function ruleLines(pack, rule) {
  const { severities, ids } = alsoGiven(rule);
  const severity = [
    SEVERITIES[rule.severity],
    ...severities.map((one) => `có trường hợp là · in some cases ${SEVERITIES[one]}`),
  ];
  return [
    anchor(rule.id),
    '',
    `### \`${rule.id}\` ${both(rule.title)}`,
    '',
    `- Mức độ · severity: ${severity.join('; ')}`,
    `- Chắc chắn đến đâu · certainty: ${CERTAINTIES[rule.certainty]}`,
    `- Căn cứ · basis: ${prose(rule.basis)}`,
    `- Ai xử lý · owner: ${OWNERS[rule.owner]}`,
    `- Áp dụng · applies to: ${scopeText(pack, rule)}`,
    `- Yêu cầu · requirements: ${rule.requirements.map((id) => `[${id}](#${id})`).join(', ')}`,
    ...(ids.length === 0
      ? []
      : [
          `- Báo dưới mã riêng · reports under its own codes ([errors.md](errors.md)): ${ids.map(code).join(', ')}`,
        ]),
    ...examples(rule),
    '',
  ];
}

const rulesOf = ({ rules, populationRules = [] }) => [...rules, ...populationRules];

function validityText({ validity }) {
  if (validity.length === 0) return 'luôn luôn · always';
  return validity
    .map(({ from, to, grades }) => {
      const years = to === undefined ? `từ · from ${from}` : `${from} đến · to ${to}`;
      return `${years}${grades === undefined ? '' : `: lớp · grades ${ranges(grades)}`}`;
    })
    .join('; ');
}

const packLines = (pack) => [
  `## ${both(pack.title)}`,
  '',
  `Gói · pack \`${pack.id}\`, phiên bản · version \`${pack.version}\`. Hiệu lực · valid: ${validityText(pack)}.`,
  '',
  '| Mã · Id | Quy tắc · Rule | Mức độ · Severity | Ai xử lý · Owner |',
  '| --- | --- | --- | --- |',
  ...rulesOf(pack).map(
    (rule) =>
      `| ${link(rule.id)} | ${both(rule.title)} | ${SEVERITIES[rule.severity]} | ${OWNERS[rule.owner]} |`,
  ),
  '',
  ...rulesOf(pack).flatMap((rule) => ruleLines(pack, rule)),
];

const count = ALL_PACKS.flatMap(rulesOf).length;
const year = PRIMARY.schoolYear;
const intro = [
  '<!-- Generated by docs/rules/generate.mjs from src/rules (npm run generate). Do not edit. -->',
  '',
  '# Danh mục quy tắc · Rule catalogue',
  '',
  `${count} quy tắc trong ${ALL_PACKS.length} gói; cùng các quy tắc này xét học bạ trong vận hành và trên máy của nhà cung cấp. _${count} rules in ${ALL_PACKS.length} packs; the same ones judge a record in production and on a vendor's machine._`,
  '',
  '- **Lỗi** thì học bạ bị giữ lại cho đến khi sửa; **cảnh báo** và **thông tin** thì học bạ vẫn đi. _An error holds the record back; warnings and information do not._',
  '- Điều chưa đọc được trong văn bản gốc chỉ là cảnh báo và nói rõ như vậy. _What was not read in the source is a warning at most, and says so._',
  `- "Áp dụng" nói về năm học ${year}; các mã khác: [errors.md](errors.md). _"Applies to" is about ${year}; other codes are in errors.md._`,
  '- Ví dụ là học sinh không có thật, ghi bằng điều khác với hồ sơ mẫu ở cuối trang; kiểm thử chạy mọi ví dụ. _Examples are invented pupils, told by what differs from the sample records at the end; a test runs each of them._',
  '',
];

const samplePart = [
  '## Hồ sơ mẫu · Sample records',
  '',
  ...SAMPLES.flatMap(([name, record]) => [
    anchor(name),
    '',
    `<details><summary>${name}: ${record.level}, lớp · grade ${record.class.grade}</summary>`,
    '',
    '```json',
    JSON.stringify(record, null, 1),
    '```',
    '',
    '</details>',
    '',
  ]),
];

const requirementPart = [
  '## Yêu cầu · Requirements',
  '',
  ...REQUIREMENTS.map(({ id, text, source }) => `- ${anchor(id)}**${id}** ${both(text)} (${prose(source)})`),
  '',
];

const page = [...intro, ...ALL_PACKS.flatMap(packLines), ...requirementPart, ...samplePart].join('\n');
const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'rules.md');
if (process.argv.includes('--check')) {
  const current = await readFile(file, 'utf8').catch(() => '');
  if (current !== page) {
    process.stderr.write(`${file} is stale: run "npm run generate"\n`);
    process.exitCode = 1;
  }
} else await writeFile(file, page);
