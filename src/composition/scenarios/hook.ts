import type { Acted, Person } from '../../conformance/scenarios/person.js';
import type { ChangeHook, ChangeStep, ChangeWish } from '../../conformance/scenarios/source/bench.js';
import type { Bilingual } from '../../domain/errors.js';
import type { HttpClient } from '../../ports/http-client.js';
import { CANNOT, runCommand } from './command.js';

export interface HookSetting {
  /** An address that takes the wish as JSON, or a command; see docs/scenarios.md. */
  readonly changes: string | null;
  /** Somebody at the terminal, where a person does the steps. */
  readonly person: Person | null;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

const NOT_HERE = 501;

const INSTRUCTIONS: Readonly<Record<ChangeStep, Bilingual>> = {
  change: {
    vi: 'Sửa điểm hoặc thông tin của học sinh này trong hệ thống nguồn (bản thử)',
    en: 'Change a mark or a detail of this pupil in the (test) source system',
  },
  withdraw: {
    vi: 'Cho học sinh này thôi học hoặc chuyển đi trong hệ thống nguồn (bản thử)',
    en: 'Let this pupil leave in the (test) source system',
  },
  throttle: {
    vi: 'Cho hệ thống nguồn trả 429 kèm Retry-After ở lượt gọi tới',
    en: 'Let the source system answer the next call with 429 and Retry-After',
  },
  fail: {
    vi: 'Cho hệ thống nguồn hỏng (5xx hoặc từ chối mọi lượt gọi)',
    en: 'Let the source system fail (5xx, or refuse every call)',
  },
  mend: { vi: 'Cho hệ thống nguồn chạy lại bình thường', en: 'Let the source system work again' },
};

function instructionOf({ step, school, className, record }: ChangeWish): Bilingual {
  const where = [school, className, record].filter((part) => part !== undefined).join(' · ');
  const { vi, en } = INSTRUCTIONS[step];
  return { vi: `${vi}: ${where}`, en: `${en}: ${where}` };
}

async function byAddress(
  http: HttpClient,
  url: string,
  wish: ChangeWish,
  setting: HookSetting,
): Promise<Acted> {
  const { status } = await http.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(wish),
    timeoutMs: setting.limitMs,
    signal: setting.signal,
  });
  if (status >= 200 && status < 300) return 'done';
  return status === NOT_HERE ? 'cannot' : 'time-up';
}

const variablesOf = (wish: ChangeWish): Record<string, string> => ({
  HOCBA_STEP: wish.step,
  HOCBA_SCHOOL: wish.school,
  HOCBA_SCHOOL_YEAR: wish.schoolYear,
  HOCBA_CLASS: wish.className ?? '',
  HOCBA_RECORD: wish.record ?? '',
});

async function byCommand(command: string, wish: ChangeWish, setting: HookSetting): Promise<Acted> {
  const { limitMs, signal } = setting;
  const { code } = await runCommand({ command, variables: variablesOf(wish), limitMs, signal });
  if (code === 0) return 'done';
  return code === CANNOT ? 'cannot' : 'time-up';
}

/** The vendor's hook, else a person, else nobody. `http` is not the recorded one: the hook is no part of the system. */
export function changeHook(setting: HookSetting, http: HttpClient): ChangeHook | null {
  const { changes, person, limitMs } = setting;
  if (changes !== null)
    return (wish) =>
      /^https?:\/\//u.test(changes)
        ? byAddress(http, changes, wish, setting)
        : byCommand(changes, wish, setting);
  return person === null ? null : (wish) => person.act(instructionOf(wish), limitMs);
}
