import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Bilingual } from '../../domain/errors.js';
import type { Terminal } from './terminal.js';

/** One long step. `total` may grow while the work is found out. */
export interface Step {
  update(done: number, total?: number): void;
  /** Ends the step; `note` is what it came to. */
  end(note?: string): void;
}

export interface Progress {
  step(label: Bilingual, total?: number): Step;
  /** Ends every bar; safe to call twice. */
  close(): void;
}

const LABEL_WIDTH = 34;

/** Bars on a terminal, one line per finished step in a pipe, nothing with --quiet. Everything goes to stderr. */
export function createProgress(terminal: Terminal): Progress {
  if (terminal.quiet) return silent;
  return terminal.bars ? barProgress(terminal) : lineProgress(terminal);
}

const silent: Progress = {
  step: () => ({ update: () => undefined, end: () => undefined }),
  close: () => undefined,
};

function barProgress(terminal: Terminal): Progress {
  const bars = new MultiBar(
    {
      format: '{label} {bar} {value}/{total} {note}',
      barsize: 28,
      hideCursor: true,
      clearOnComplete: false,
      noTTYOutput: false,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  const open = new Set<SingleBar>();
  return {
    step: (label, total = 0) => {
      const bar = bars.create(total, 0, { label: terminal.say(label).padEnd(LABEL_WIDTH), note: '' });
      open.add(bar);
      return {
        update: (done, newTotal) => {
          if (newTotal !== undefined) bar.setTotal(newTotal);
          bar.update(done);
        },
        end: (note = '') => {
          bar.update(bar.getTotal(), { note });
          bar.stop();
          open.delete(bar);
        },
      };
    },
    close: () => {
      for (const bar of open) bar.stop();
      open.clear();
      bars.stop();
    },
  };
}

function lineProgress(terminal: Terminal): Progress {
  return {
    step: (label) => {
      let last = 0;
      return {
        update: (done) => {
          last = done;
        },
        end: (note = '') => {
          terminal.warn(`${terminal.say(label).padEnd(LABEL_WIDTH)} ${last} ${note}`.trimEnd());
        },
      };
    },
    close: () => undefined,
  };
}
