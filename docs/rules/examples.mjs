// A passing and a failing example of a rule, in readable form.
import { issueOf } from '../../dist/src/rules/rule.js';
import * as samples from '../../dist/src/rules/samples.js';
import { cut, differences, list, series, short } from './values.mjs';
import { both, code, prose } from './words.mjs';

export const SAMPLES = Object.entries(samples).filter(([, value]) => value?.schema === 'canonical-record/1');

/** The sample that a record was made of: the one that it differs least from. */
function nearestSample(record) {
  const [first, ...others] = SAMPLES.map(([name, sample]) => ({ name, lines: differences(sample, record) }));
  return others.reduce((best, one) => (one.lines.length < best.lines.length ? one : best), first);
}

function recordExample({ record, context = {} }) {
  const { name, lines } = nearestSample(record);
  const given = Object.entries(context).map(
    ([key, value]) => `cho biết thêm · given: ${code(key)} = ${short(value)}`,
  );
  const head = `Hồ sơ mẫu · sample record [${name}](#${name})`;
  const same = lines.length === 0 ? [`${head}, không đổi · as it is`] : [`${head}, với · with:`];
  return [...list(same), ...list(cut(lines)).map((line) => `  ${line}`), ...list(given)];
}

const populationExample = ({ population: { members, rosters, schools } }) => [
  ...series('Học bạ · records', members),
  ...series('Danh sách lớp · class lists', rosters),
  ...series('Trường phải có dữ liệu · schools expected', schools),
];

export const isPopulation = (rule) => rule.applies === undefined;
const exampleLines = (rule, example) =>
  isPopulation(rule) ? populationExample(example) : recordExample(example);

export const findingsOf = (rule, example) =>
  isPopulation(rule)
    ? rule.check(example.population).map((finding) => issueOf(rule, finding))
    : rule
        .check(example.record, { ...samples.CONTEXT, ...example.context })
        .map((finding) => issueOf(rule, finding));

function findingLines(issue) {
  const value = issue.value === null ? 'trống · none' : short(issue.value);
  return list([
    `Báo · message: ${both(issue.message)}`,
    `Ở · at: ${code(issue.path)}, giá trị · value: ${value}`,
    `Phải là · expected: ${both(issue.expected)}`,
    `Cách sửa · fix: ${both(issue.fix)}`,
  ]);
}

export function examples(rule) {
  const [good] = rule.examples.good;
  const [bad] = rule.examples.bad;
  const [issue] = findingsOf(rule, bad);
  return [
    `- **Đạt · passes** (_${prose(good.note)}_)`,
    ...exampleLines(rule, good),
    `- **Không đạt · fails** (_${prose(bad.note)}_)`,
    ...exampleLines(rule, bad),
    ...(issue === undefined ? [] : findingLines(issue)),
  ];
}
