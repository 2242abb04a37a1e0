import type { Adf } from './adf.ts';

export interface IssueComment {
  readonly id: string;
  readonly body: Adf;
  readonly at_ms: number;
}

/** One line of the changelog; `from` and `to` are ids where the field has them, the texts what people see. */
export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly from_text: string | null;
  readonly to: string | null;
  readonly to_text: string | null;
}

export interface HistoryEntry {
  readonly id: string;
  readonly at_ms: number;
  readonly changes: readonly FieldChange[];
}

export interface RemoteLink {
  readonly id: number;
  readonly global_id: string | null;
  readonly relationship: string | null;
  readonly object: Readonly<Record<string, unknown>>;
}

/** One version of an issue: writing makes a new one, so that a late index can still see the old. */
export interface Issue {
  readonly id: string;
  readonly key: string;
  readonly summary: string;
  readonly description: Adf | null;
  readonly status_id: string;
  /** null where the project has no priorities. */
  readonly priority_id: string | null;
  readonly issue_type_id: string;
  readonly labels: readonly string[];
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly resolved_at_ms: number | null;
  readonly comments: readonly IssueComment[];
  readonly history: readonly HistoryEntry[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly remote_links: readonly RemoteLink[];
}

export interface IssueLink {
  readonly id: string;
  readonly type_id: string;
  readonly inward_id: string;
  readonly outward_id: string;
}
