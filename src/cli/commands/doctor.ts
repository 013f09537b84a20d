import { execFile } from 'node:child_process';
import { access, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bilingual } from '../../domain/errors.js';
import { packageRoot } from '../../infra/files/package-root.js';
import { palette } from '../terminal/colour.js';
import { EXIT } from '../terminal/errors.js';
import type { AddCommand } from './command.js';
import { loadFor } from './with-gateway.js';

interface Finding {
  readonly ok: boolean;
  /** A missing optional part is only said. */
  readonly needed: boolean;
  readonly what: Bilingual;
  readonly fix?: Bilingual;
}

const works = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );

const MIN_NODE = [20, 19] as const;
const MIN_FREE_GB = 2;

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return {
    ok,
    needed: true,
    what: { vi: `Node.js ${process.versions.node}`, en: `Node.js ${process.versions.node}` },
    fix: {
      vi: 'Cài Node.js 20.19 trở lên (nên dùng 24 LTS).',
      en: 'Install Node.js 20.19 or newer (24 LTS is best).',
    },
  };
}

async function diskFinding(dir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dir);
  const free = (bavail * bsize) / 1e9;
  return {
    ok: free >= MIN_FREE_GB,
    needed: true,
    what: { vi: `Đĩa còn trống ${free.toFixed(0)} GB`, en: `${free.toFixed(0)} GB of disk free` },
    fix: { vi: `Cần ít nhất ${MIN_FREE_GB} GB.`, en: `At least ${MIN_FREE_GB} GB are needed.` },
  };
}

const buildFinding = async (): Promise<Finding> => ({
  ok: await works(access(join(packageRoot(), 'dist', 'src', 'sandbox', 'main.js'))),
  needed: true,
  what: { vi: 'Bản dựng trong dist/', en: 'Built output in dist/' },
  fix: { vi: 'Chạy "npm run build".', en: 'Run "npm run build".' },
});

const toolFinding = async (tool: string, use: Bilingual): Promise<Finding> => ({
  ok: await works(promisify(execFile)(tool, ['--version'])),
  needed: false,
  what: { vi: `${tool} (${use.vi})`, en: `${tool} (${use.en})` },
  fix: { vi: 'Chỉ cần khi chạy kiểm thử.', en: 'Only needed for the tests.' },
});

async function configFinding(options: Parameters<typeof loadFor>[0]): Promise<Finding> {
  const ok = await works(loadFor(options));
  return {
    ok,
    needed: true,
    what: { vi: 'Cấu hình', en: 'Configuration' },
    fix: {
      vi: 'Chạy "hocba config check" để xem từng lỗi.',
      en: 'Run "hocba config check" to see each problem.',
    },
  };
}

export const addDoctor: AddCommand = (program, run) => {
  program
    .command('doctor')
    .description('máy này còn thiếu gì / what is missing on this machine')
    .action(() =>
      run(async ({ terminal, options }) => {
        const findings = [
          nodeFinding(),
          await diskFinding(packageRoot()),
          await buildFinding(),
          await configFinding(options),
          await toolFinding('xmllint', { vi: 'kiểm thử gói tin', en: 'packet tests' }),
          await toolFinding('psql', { vi: 'kiểm thử trên PostgreSQL', en: 'tests on PostgreSQL' }),
        ];
        const paint = palette(terminal.rich);
        terminal.answer(findings);
        for (const finding of findings) {
          const sign = finding.ok ? paint.good('✓') : finding.needed ? paint.bad('✗') : paint.warning('–');
          terminal.line(`${sign} ${terminal.say(finding.what)}`);
          if (!finding.ok && finding.fix !== undefined) terminal.line(`  → ${terminal.say(finding.fix)}`);
        }
        return findings.every((finding) => finding.ok || !finding.needed) ? EXIT.done : EXIT.usage;
      }),
    );
};
