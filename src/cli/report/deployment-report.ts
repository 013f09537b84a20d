import type { Gateway } from '../../gateway.js';
import { type DeploymentReport, deploymentReport, deploymentTable } from '../../reconciliation/index.js';
import { palette } from '../terminal/colour.js';
import { renderTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';

/** The deployment report of the configured schools, as data. */
export function deploymentOf(gateway: Gateway): Promise<DeploymentReport> {
  const { config, store, scope, clock } = gateway;
  return deploymentReport({
    store,
    scope,
    clock,
    schoolYear: config.schoolYear,
    environment: config.environment,
    signing: config.signing,
    schools: config.schools.map(({ code, name, commune, figuresOf }) => ({
      code,
      name,
      ...(commune === undefined ? {} : { commune }),
      ...(figuresOf === undefined ? {} : { figuresOf }),
    })),
    targets: config.targets.map((target) => target.id),
  });
}

/** Beyond this many schools a terminal is the wrong place: the report is written as HTML or XLSX. */
const MAX_SCHOOLS = 40;

export async function deploymentLines(terminal: Terminal, gateway: Gateway): Promise<readonly string[]> {
  if (gateway.config.schools.length > MAX_SCHOOLS) return [];
  const table = deploymentTable(await deploymentOf(gateway), terminal.lang);
  const paint = palette(terminal.rich);
  const rows = table.rows.map((row, index) =>
    table.emphasis.includes(index) ? row.map((cell) => paint.strong(cell)) : row,
  );
  return ['', paint.strong(table.title), ...renderTable(table.columns, rows)];
}
