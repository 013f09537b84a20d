import type { Bilingual } from '../domain/errors.js';
import type {
  Deadline,
  MissingYearPolicy,
  RetryPolicy,
  SystemOfRecordRule,
  WithdrawalGuard,
  WithoutNumberPolicy,
} from '../domain/policy.js';
import type { Level } from '../domain/records.js';

/** A secret stands in the configuration by name only; its value comes from HOCBA_SECRET_<NAME> or HOCBA_SECRET_<NAME>_FILE. */
export interface SecretReference {
  readonly secret: string;
}

export interface SchoolConfig {
  readonly code: string;
  readonly name: string;
  readonly levels: readonly Level[];
  readonly kind?: 'public' | 'non-public';
  readonly commune?: string;
  /** The year that published figures state, when they are replayed for another (demo). */
  readonly figuresOf?: string;
}

export interface SourceConfig {
  readonly id: string;
  readonly adapter: string;
  readonly schools: readonly string[];
  /** Validated by the adapter's own schema. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface TargetConfig {
  readonly id: string;
  readonly adapter: string;
  readonly environment: 'test' | 'production';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly after?: { readonly target: string; readonly state: 'accepted' | 'locked' };
  readonly rate?: { readonly perSecond: number; readonly burst: number };
  readonly concurrency?: number;
  readonly paused?: boolean;
  readonly retry?: Partial<RetryPolicy>;
}

export interface Campaign {
  readonly id: string;
  readonly name: Bilingual;
  readonly from: string;
  /** Exclusive. */
  readonly until: string;
}

/** The effective, frozen configuration. Shape: schemas/config/config.schema.json. */
export interface HocbaConfig {
  readonly profile: 'embedded' | 'server';
  readonly environment: 'test' | 'production';
  readonly schoolYear: string;
  readonly lang: 'vi' | 'en';
  readonly signing: 'off';
  readonly packetProfile: string;
  /** Folder of the site's code tables ("hocba codes import"), laid over the shipped ones; it need not exist. */
  readonly codesDir?: string;
  readonly province: {
    readonly code: string;
    readonly name: string;
    readonly calendar: readonly Deadline[];
    readonly campaigns: readonly Campaign[];
  };
  readonly store:
    | { readonly kind: 'embedded'; readonly dataDir: string }
    | { readonly kind: 'postgres'; readonly url: string };
  readonly schools: readonly SchoolConfig[];
  readonly sources: readonly SourceConfig[];
  readonly targets: readonly TargetConfig[];
  readonly policies: {
    readonly missingYear: MissingYearPolicy;
    readonly withoutNumber: WithoutNumberPolicy;
    readonly withdrawal: WithdrawalGuard;
    readonly systemOfRecord: readonly SystemOfRecordRule[];
  };
  readonly delivery: { readonly dispatcher: 'poll'; readonly leaseMs: number; readonly drainMs: number };
}
