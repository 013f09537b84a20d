import { createInterface, type Interface } from 'node:readline';
import type { Person } from '../../../conformance/scenarios/person.js';
import type { Terminal } from '../../terminal/terminal.js';

export interface PersonAtTerminal extends Person {
  /** Lets go of stdin. */
  close(): void;
}

/** Lines of stdin, one after the other; a line typed early is not lost. */
interface Lines {
  /** null when time is up or stdin has ended. */
  next(limitMs: number): Promise<string | null>;
  close(): void;
}

function linesOfStdin(): Lines {
  const waiting: ((line: string | null) => void)[] = [];
  const early: string[] = [];
  let reader: Interface | undefined;
  let isOver = false;
  const open = (): void => {
    reader ??= createInterface({ input: process.stdin })
      .on('line', (line) => {
        const taker = waiting.shift();
        if (taker === undefined) early.push(line);
        else taker(line);
      })
      .on('close', () => {
        isOver = true;
        for (const taker of waiting.splice(0)) taker(null);
      });
  };
  return {
    next(limitMs) {
      open();
      const line = early.shift();
      if (line !== undefined || isOver) return Promise.resolve(line ?? null);
      return new Promise((resolve) => {
        const take = (answer: string | null): void => {
          clearTimeout(timer);
          const at = waiting.indexOf(take);
          if (at >= 0) waiting.splice(at, 1);
          resolve(answer);
        };
        const timer = setTimeout(() => take(null), limitMs);
        waiting.push(take);
      });
    },
    close: () => reader?.close(),
  };
}

/** Somebody at this terminal: questions on stderr, answers from stdin. */
export function personAt(terminal: Terminal): PersonAtTerminal {
  const lines = linesOfStdin();
  return {
    async act(instruction, limitMs) {
      terminal.warn(instruction);
      terminal.warn({
        vi: 'Xong thì nhấn Enter; không làm được thì gõ k rồi Enter.',
        en: 'Press Enter when done; type n and Enter if it cannot be done.',
      });
      const line = await lines.next(limitMs);
      if (line === null) return 'time-up';
      return /^[kn]/iu.test(line.trim()) ? 'cannot' : 'done';
    },
    async confirm(question, limitMs) {
      terminal.warn(question);
      terminal.warn({ vi: 'c = có, k = không.', en: 'y = yes, n = no.' });
      const line = await lines.next(limitMs);
      if (line === null || !/^[cykn]/iu.test(line.trim())) return null;
      return /^[cy]/iu.test(line.trim());
    },
    close: () => lines.close(),
  };
}
