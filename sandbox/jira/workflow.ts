/** The sandbox project's fixed vocabulary: statuses, transitions, priorities and issue types, in the language of the site. */
export type JiraLanguage = 'en' | 'ko';
export type CategoryKey = 'new' | 'indeterminate' | 'done';

export interface StatusCategory {
  readonly id: number;
  readonly key: CategoryKey;
  readonly color: string;
  readonly name: Readonly<Record<JiraLanguage, string>>;
}

export interface Status {
  readonly id: string;
  /** The id that moves an issue here: never equal to a status id, so that mistaking one for the other fails. */
  readonly transition_id: string;
  readonly category: StatusCategory;
  readonly name: Readonly<Record<JiraLanguage, string>>;
}

export interface Priority {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

export interface IssueType {
  readonly id: string;
  readonly name: Readonly<Record<JiraLanguage, string>>;
}

const CATEGORY_NEW: StatusCategory = { id: 2, key: 'new', color: 'blue-gray', name: { en: 'To Do', ko: '해야 할 일' } };
const CATEGORY_MIDDLE: StatusCategory = { id: 4, key: 'indeterminate', color: 'yellow', name: { en: 'In Progress', ko: '진행 중' } };
const CATEGORY_DONE: StatusCategory = { id: 3, key: 'done', color: 'green', name: { en: 'Done', ko: '완료' } };

export const CATEGORIES: readonly StatusCategory[] = [CATEGORY_NEW, CATEGORY_MIDDLE, CATEGORY_DONE];

const TODO: Status = { id: '10000', transition_id: '11', category: CATEGORY_NEW, name: { en: 'To Do', ko: '해야 할 일' } };

/** Every new issue starts here. */
export const INITIAL_STATUS = TODO;

/** In the order of the workflow; ids are fixed so that settings can name them. */
export const STATUSES: readonly Status[] = [
  TODO,
  { id: '3', transition_id: '21', category: CATEGORY_MIDDLE, name: { en: 'In Progress', ko: '진행 중' } },
  { id: '10001', transition_id: '31', category: CATEGORY_MIDDLE, name: { en: 'In Review', ko: '검토 중' } },
  { id: '10002', transition_id: '41', category: CATEGORY_DONE, name: { en: 'Done', ko: '완료' } },
];

/** Highest first; Jira's own default ids. */
export const PRIORITIES: readonly Priority[] = [
  { id: '1', name: 'Highest', color: '#d04437' },
  { id: '2', name: 'High', color: '#f15c75' },
  { id: '3', name: 'Medium', color: '#f79232' },
  { id: '4', name: 'Low', color: '#707070' },
  { id: '5', name: 'Lowest', color: '#999999' },
];

export const DEFAULT_PRIORITY_ID = '3';

export const ISSUE_TYPES: readonly IssueType[] = [
  { id: '10004', name: { en: 'Bug', ko: '버그' } },
  { id: '10002', name: { en: 'Task', ko: '작업' } },
];

export const LINK_TYPES: readonly { readonly id: string; readonly name: string; readonly inward: string; readonly outward: string }[] = [
  { id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
  { id: '10002', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
  { id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' },
];
