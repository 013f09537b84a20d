import type { Scratch } from '../../ports/scratch.js';
import {
  addFinding,
  addResult,
  type Check,
  type CheckFinding,
  type CheckResult,
  type CheckSummary,
  NO_RESULTS,
  verdictOf,
  worseVerdict,
} from './types.js';

interface Slot {
  readonly text: number;
  /** What only the whole check shows. */
  readonly later: CheckFinding[];
  result: Pick<CheckResult, 'file' | 'kind' | 'verdict'>;
}

const withLater = (result: CheckResult, { later, result: { verdict } }: Slot): CheckResult =>
  later.length === 0 ? result : { ...result, verdict, findings: [...result.findings, ...later] };

/** Results in the order of the files, put aside as they come; what is found later is added to them. */
export class Shelf {
  private readonly slots = new Map<string, Slot>();
  /** By folder or archive, for findings on no single file. */
  private readonly wholes = new Map<string, CheckFinding[]>();
  private summary: CheckSummary = NO_RESULTS;

  constructor(
    private readonly scratch: Scratch,
    /** Labels of all files, in order. */
    private readonly order: readonly string[],
  ) {}

  async put(result: CheckResult): Promise<void> {
    const text = await this.scratch.add(JSON.stringify(result));
    const { file, kind, verdict } = result;
    this.slots.set(file, { text, later: [], result: { file, kind, verdict } });
    this.summary = addResult(this.summary, result);
  }

  /** Records that were judged. */
  count(records: number): void {
    this.summary = { ...this.summary, records: this.summary.records + records };
  }

  /** A finding of the whole check: on a file where there is one, else on the folder or archive. */
  add(file: string, finding: CheckFinding): void {
    const slot = this.slots.get(file);
    this.summary = addFinding(this.summary, finding);
    if (slot === undefined) this.wholes.set(file, [...(this.wholes.get(file) ?? []), finding]);
    else this.addTo(slot, finding);
  }

  private addTo(slot: Slot, finding: CheckFinding): void {
    slot.later.push(finding);
    const before = slot.result.verdict;
    const verdict = worseVerdict(before, verdictOf([finding]));
    if (verdict === before) return;
    slot.result = { ...slot.result, verdict };
    const { verdicts } = this.summary;
    this.summary = {
      ...this.summary,
      verdicts: { ...verdicts, [before]: verdicts[before] - 1, [verdict]: verdicts[verdict] + 1 },
    };
  }

  private async *results(): AsyncGenerator<CheckResult> {
    for (const file of this.order) {
      const slot = this.slots.get(file);
      if (slot !== undefined)
        yield withLater(JSON.parse(await this.scratch.read(slot.text)) as CheckResult, slot);
    }
    for (const [file, findings] of this.wholes)
      yield { file, kind: null, profile: null, verdict: verdictOf(findings), records: 0, findings };
  }

  finish(single: boolean): Check {
    return {
      summary: this.summary,
      single,
      results: () => this.results(),
      close: () => this.scratch.close(),
    };
  }
}
