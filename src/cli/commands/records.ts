import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordRow, RecordState } from '../../ports/store.js';
import { STATE_WORDS } from '../report/state-words.js';
import { EXIT, usageError } from '../terminal/errors.js';
import { renderTable } from '../terminal/table.js';
import type { AddCommand } from './command.js';
import { withGateway } from './with-gateway.js';

interface ListOptions {
  readonly school?: string;
  readonly class?: string;
  readonly state?: RecordState;
  readonly limit: string;
}

/** What a list shows of a record: no name, no number, no mark. */
const summaryOf = (row: RecordRow) => ({
  record: row.recordId,
  school: row.id.school,
  class: row.id.classKey,
  state: row.state,
  version: row.version,
  lookupCode: row.lookupCode,
  issues: row.issues.map((issue) => ({ rule: issue.rule, severity: issue.severity, path: issue.path })),
});

async function collectRows(
  pages: AsyncIterable<readonly RecordRow[]>,
  limit: number,
): Promise<readonly RecordRow[]> {
  const rows: RecordRow[] = [];
  for await (const page of pages) {
    rows.push(...page);
    if (rows.length >= limit) break;
  }
  return rows.slice(0, limit);
}

const addList: AddCommand = (records, run) => {
  records
    .command('list')
    .description('danh sách học bạ / list records')
    .option('--school <code>', 'mã trường / school code')
    .option('--class <name>', 'lớp / class')
    .option('--state <state>', Object.keys(STATE_WORDS).join('|'))
    .option('--limit <n>', 'nhiều nhất / at most', '50')
    .action((options: ListOptions) =>
      run((invocation) =>
        withGateway(invocation, async (gateway) => {
          const rows = await collectRows(
            gateway.store.records.list(gateway.scope, {
              schoolYear: gateway.config.schoolYear,
              ...(options.school === undefined ? {} : { school: options.school }),
              ...(options.class === undefined ? {} : { classKey: options.class.toUpperCase() }),
              ...(options.state === undefined ? {} : { states: [options.state] }),
            }),
            Number(options.limit),
          );
          const { terminal } = invocation;
          terminal.answer(rows.map(summaryOf));
          const table = renderTable(
            [
              { title: terminal.say({ vi: 'Mã bản ghi', en: 'Record' }) },
              { title: terminal.say({ vi: 'Trường', en: 'School' }) },
              { title: terminal.say({ vi: 'Lớp', en: 'Class' }) },
              { title: terminal.say({ vi: 'Tình trạng', en: 'State' }) },
              { title: terminal.say({ vi: 'Phiên bản', en: 'Version' }), align: 'right' },
              { title: terminal.say({ vi: 'Lý do', en: 'Reason' }) },
            ],
            rows.map((row) => [
              row.recordId,
              row.id.school,
              row.id.classKey,
              terminal.say(STATE_WORDS[row.state]),
              row.version === null ? '–' : String(row.version),
              row.issues.map((issue) => issue.rule).join(', '),
            ]),
          );
          if (rows.length === 0) terminal.line({ vi: 'Không có học bạ nào.', en: 'There are no records.' });
          else for (const line of table) terminal.line(line);
          return EXIT.done;
        }),
      ),
    );
};

async function findRecord(
  gateway: Parameters<Parameters<typeof withGateway>[1]>[0],
  id: string,
): Promise<RecordRow> {
  const [row] = await collectRows(
    gateway.store.records.list(gateway.scope, { schoolYear: gateway.config.schoolYear, recordIds: [id] }),
    1,
  );
  if (row === undefined)
    throw usageError(
      `Không có bản ghi "${id}".`,
      `There is no record "${id}".`,
      'Xem mã bản ghi bằng "hocba records list".',
      'See record ids with "hocba records list".',
    );
  return row;
}

const addShow: AddCommand = (records, run) => {
  records
    .command('show <id>')
    .description('một học bạ: tình trạng, lý do, nội dung / one record')
    .action((id: string) =>
      run((invocation) =>
        withGateway(invocation, async (gateway) => {
          const row = await findRecord(gateway, id);
          const { terminal } = invocation;
          terminal.answer({
            ...summaryOf(row),
            sha256: row.sha256,
            issues: row.issues,
            canonical: row.canonical,
          });
          terminal.line(
            `${row.recordId}  ${row.id.school}  ${row.id.classKey}  ${terminal.say(STATE_WORDS[row.state])}`,
          );
          if (row.lookupCode !== null)
            terminal.line({
              vi: `Mã tra cứu: ${row.lookupCode} (phiên bản ${row.version})`,
              en: `Look-up code: ${row.lookupCode} (version ${row.version})`,
            });
          for (const issue of row.issues) {
            terminal.line(`- ${issue.rule} [${issue.path}]: ${terminal.say(issue.message)}`);
            terminal.line(`  → ${terminal.say(issue.fix)}`);
          }
          return EXIT.done;
        }),
      ),
    );
};

const addHistory: AddCommand = (records, run) => {
  records
    .command('history <id>')
    .description('các phiên bản và lần gửi / versions and deliveries')
    .action((id: string) =>
      run((invocation) =>
        withGateway(invocation, async (gateway) => {
          await findRecord(gateway, id);
          const { terminal } = invocation;
          const filter = { schoolYear: gateway.config.schoolYear, recordIds: [id] };
          const versions = [];
          for await (const page of gateway.store.records.versions(gateway.scope, filter))
            for (const { octets, ...version } of page) versions.push({ ...version, bytes: octets.length });
          const deliveries = [];
          for await (const page of gateway.store.outbox.list(gateway.scope, {
            schoolYear: gateway.config.schoolYear,
          }))
            for (const item of page) if (item.recordId === id) deliveries.push(item);
          terminal.answer({ record: id, versions, deliveries });
          for (const version of versions)
            terminal.line(
              `v${version.number}  ${version.issuedAt?.toISOString() ?? '–'}  ${version.bytes} B  sha256 ${version.sha256}`,
            );
          for (const item of deliveries)
            terminal.line(
              `  v${item.version} → ${item.target}: ${item.state} (${item.attempts})${item.code === null ? '' : ` ${item.code}`}`,
            );
          return EXIT.done;
        }),
      ),
    );
};

const addExport: AddCommand = (records, run) => {
  records
    .command('export [ids...]')
    .description('xuất gói tin đúng từng byte, mỗi học bạ một tệp / export stored octets, one file each')
    .requiredOption('--out <dir>', 'thư mục / folder')
    .option('--school <code>', 'mã trường / school code')
    .action((ids: readonly string[], options: { out: string; school?: string }) =>
      run((invocation) =>
        withGateway(invocation, async (gateway) => {
          await mkdir(options.out, { recursive: true });
          let files = 0;
          const filter = {
            schoolYear: gateway.config.schoolYear,
            latestOnly: true,
            ...(ids.length === 0 ? {} : { recordIds: ids }),
            ...(options.school === undefined ? {} : { school: options.school }),
          };
          for await (const page of gateway.store.records.versions(gateway.scope, filter))
            for (const version of page) {
              await writeFile(
                join(options.out, `${version.lookupCode}-v${version.number}.xml`),
                version.octets,
              );
              files += 1;
            }
          invocation.terminal.answer({ out: options.out, files });
          invocation.terminal.line({
            vi: `Đã xuất ${files} gói tin vào ${options.out}.`,
            en: `Exported ${files} packets to ${options.out}.`,
          });
          return EXIT.done;
        }),
      ),
    );
};

export const addRecords: AddCommand = (program, run) => {
  const records = program.command('records').description('học bạ đang có / records');
  for (const add of [addList, addShow, addHistory, addExport]) add(records, run);
};
