import type {
  Coverage,
  CoverageState,
  RequirementCoverage,
  RuleCoverage,
} from '../../../conformance/coverage.js';
import type { Bilingual } from '../../../domain/errors.js';
import { palette } from '../../terminal/colour.js';
import { EXIT, usageError } from '../../terminal/errors.js';
import { renderTable } from '../../terminal/table.js';
import type { Terminal } from '../../terminal/terminal.js';
import type { AddCommand } from '../command.js';

const STATE_WORDS: Readonly<Record<CoverageState, Bilingual>> = {
  exercised: { vi: 'có kiểm tra', en: 'exercised' },
  partly: { vi: 'một phần', en: 'partly' },
  open: { vi: 'chưa có', en: 'not yet' },
};

async function loadCoverage(): Promise<Coverage> {
  const [{ coverageOf }, { REQUIREMENTS }, { REQUIREMENT_TESTS }, { ALL_PACKS }, { SCENARIO_HEADS }] =
    await Promise.all([
      import('../../../conformance/coverage.js'),
      import('../../../conformance/requirements.js'),
      import('../../../conformance/coverage-tests.js'),
      import('../../../rules/packs.js'),
      import('../../../conformance/scenarios/catalogue.js'),
    ]);
  return coverageOf({
    requirements: REQUIREMENTS,
    packs: ALL_PACKS,
    scenarios: SCENARIO_HEADS,
    tests: REQUIREMENT_TESTS,
  });
}

/** Only what the ids name, requirements, rules or scenario runs; everything without ids. */
function chosen(coverage: Coverage, ids: readonly string[]): Coverage {
  if (ids.length === 0) return coverage;
  const known = new Set(
    [...coverage.requirements, ...coverage.rules, ...coverage.scenarios].map(({ id }) => id),
  );
  for (const id of ids)
    if (!known.has(id))
      throw usageError(
        `Không có yêu cầu, quy tắc hoặc kịch bản "${id}".`,
        `There is no requirement, rule or scenario "${id}".`,
        'Yêu cầu: R1 đến R24; quy tắc: docs/rules.md; kịch bản: docs/scenarios.md.',
        'Requirements: R1 to R24; rules: docs/rules.md; scenarios: docs/scenarios.md.',
      );
  return {
    ...coverage,
    requirements: coverage.requirements.filter(({ id }) => ids.includes(id)),
    rules: coverage.rules.filter(({ id }) => ids.includes(id)),
    scenarios: coverage.scenarios.filter(({ id }) => ids.includes(id)),
  };
}

const countsOf = (requirements: readonly RequirementCoverage[]): Readonly<Record<CoverageState, number>> => {
  const count = (state: CoverageState) => requirements.filter((one) => one.state === state).length;
  return { exercised: count('exercised'), partly: count('partly'), open: count('open') };
};

function paintState(terminal: Terminal, state: CoverageState): string {
  const paint = palette(terminal.rich);
  const text = terminal.say(STATE_WORDS[state]);
  return { exercised: paint.good, partly: paint.warning, open: paint.bad }[state](text);
}

/** One line a requirement, then what is not exercised and why. */
function sayTable(terminal: Terminal, { requirements, rules, scenarios }: Coverage): void {
  const columns = [
    { title: terminal.say({ vi: 'Mã', en: 'Id' }) },
    { title: terminal.say({ vi: 'Tình trạng', en: 'State' }) },
    { title: terminal.say({ vi: 'Quy tắc', en: 'Rules' }), align: 'right' as const },
    { title: terminal.say({ vi: 'Kịch bản', en: 'Scenarios' }), align: 'right' as const },
    { title: terminal.say({ vi: 'Kiểm thử', en: 'Tests' }), align: 'right' as const },
    { title: terminal.say({ vi: 'Yêu cầu', en: 'Requirement' }) },
  ];
  const rows = requirements.map((one) => [
    one.id,
    paintState(terminal, one.state),
    String(one.rules.length),
    String(one.scenarios.length),
    String(one.tests.length),
    terminal.say(one.text),
  ]);
  for (const line of renderTable(columns, rows)) terminal.line(line);
  terminal.line('');
  terminal.line({ vi: 'Chưa có, và vì sao:', en: 'Not exercised, and why:' });
  for (const { id, lacking } of requirements)
    if (lacking !== null) terminal.line(`  ${id.padEnd(4)} ${terminal.say(lacking)}`);
  const { exercised, partly, open } = countsOf(requirements);
  terminal.line('');
  terminal.line({
    vi: `${requirements.length} yêu cầu: ${exercised} có kiểm tra, ${partly} một phần, ${open} chưa có; ${rules.length} quy tắc, ${scenarios.length} kịch bản. Xem riêng một mã: hocba conformance coverage R14.`,
    en: `${requirements.length} requirements: ${exercised} exercised, ${partly} partly, ${open} not yet; ${rules.length} rules, ${scenarios.length} scenarios. One of them: hocba conformance coverage R14.`,
  });
}

function sayRequirement(
  terminal: Terminal,
  one: RequirementCoverage,
  titles: ReadonlyMap<string, Bilingual>,
) {
  const line = (text: string): void => terminal.line(`  ${text}`);
  const named = (id: string): string => {
    const title = titles.get(id);
    return title === undefined ? id : `${id}  ${terminal.say(title)}`;
  };
  terminal.line(`${palette(terminal.rich).strong(one.id)}  ${terminal.say(one.text)}`);
  line(`${one.source}`);
  line(paintState(terminal, one.state));
  for (const id of one.rules) line(`${terminal.say({ vi: 'quy tắc', en: 'rule' })} ${named(id)}`);
  for (const id of one.scenarios) line(`${terminal.say({ vi: 'kịch bản', en: 'scenario' })} ${named(id)}`);
  for (const { file, sentence } of one.tests)
    line(`${terminal.say({ vi: 'kiểm thử', en: 'test' })} ${file}: ${sentence}`);
  if (one.lacking !== null)
    line(`${terminal.say({ vi: 'chưa có', en: 'lacks' })}: ${terminal.say(one.lacking)}`);
}

/** A rule or scenario run with what it answers. */
const sayNamed = (
  terminal: Terminal,
  { id, title, requirements }: Pick<RuleCoverage, 'id' | 'title' | 'requirements'>,
): void =>
  terminal.line(`${palette(terminal.rich).strong(id)}  ${terminal.say(title)}: ${requirements.join(', ')}`);

export const addCoverage: AddCommand = (conformance, run) => {
  conformance
    .command('coverage [id...]')
    .description('yêu cầu nào do quy tắc, kiểm thử nào kiểm tra / which requirement is exercised by what')
    .action((ids: readonly string[]) =>
      run(async ({ terminal }) => {
        const all = await loadCoverage();
        const coverage = chosen(all, ids);
        terminal.answer({
          counts: countsOf(coverage.requirements),
          requirements: coverage.requirements,
          rules: coverage.rules,
          scenarios: coverage.scenarios,
        });
        if (ids.length === 0) sayTable(terminal, coverage);
        else {
          const titles = new Map([...all.rules, ...all.scenarios].map(({ id, title }) => [id, title]));
          for (const one of coverage.requirements) sayRequirement(terminal, one, titles);
          for (const one of [...coverage.rules, ...coverage.scenarios]) sayNamed(terminal, one);
        }
        return EXIT.done;
      }),
    );
};
