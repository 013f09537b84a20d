import type { ItemKey, ItemOutcome, Receipt } from '../ports/target.js';

/** What was sent or asked, as far as an answer must match it. */
export interface Expected {
  readonly key: ItemKey;
  readonly sha256: string;
}

export type ReceiptFault = 'RECEIPT_KEY_MISSING' | 'RECEIPT_KEY_TWICE' | 'RECEIPT_HASH_DIFFERS';

export interface CheckedReceipt {
  /** One outcome per expected item, in the order they were sent. */
  readonly outcomes: readonly ItemOutcome[];
  /** Items whose answer could not be believed. */
  readonly doubted: number;
  /** Answers to keys that were not asked: another packet's ack. They are counted, never used. */
  readonly foreign: number;
}

const doubt = (key: ItemKey, code: ReceiptFault): ItemOutcome => ({ key, outcome: 'unknown', code });

function judge({ key, sha256 }: Expected, answers: readonly ItemOutcome[]): ItemOutcome {
  const [answer] = answers;
  if (answer === undefined) return doubt(key, 'RECEIPT_KEY_MISSING');
  if (answers.length > 1) return doubt(key, 'RECEIPT_KEY_TWICE');
  if (answer.outcome === 'accepted' && answer.sha256.toLowerCase() !== sha256.toLowerCase())
    return doubt(key, 'RECEIPT_HASH_DIFFERS');
  return answer;
}

/**
 * Believes a receipt only where every key is answered exactly once and an acceptance names our SHA-256. All else becomes
 * unknown, so that the target is asked again; it never becomes delivered.
 */
export function checkReceipt(expected: readonly Expected[], receipt: Receipt): CheckedReceipt {
  const answers = new Map<ItemKey, ItemOutcome[]>(expected.map(({ key }) => [key, []]));
  let foreign = 0;
  for (const answer of receipt.items) {
    const list = answers.get(answer.key);
    if (list === undefined) foreign += 1;
    else list.push(answer);
  }
  let doubted = 0;
  const outcomes = expected.map((item) => {
    const given = answers.get(item.key) ?? [];
    const outcome = judge(item, given);
    if (outcome !== given[0]) doubted += 1;
    return outcome;
  });
  return { outcomes, doubted, foreign };
}
