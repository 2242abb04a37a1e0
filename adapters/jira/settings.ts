import { z } from 'zod';
import { httpUrl, seconds, secret } from '../../core/config-primitives.ts';

const statusId = z.string().regex(/^\d+$/, 'expected the numeric id of a status');

export const jiraSettings = z.strictObject({
  site: httpUrl,
  email: z.email(),
  api_token: secret,
  project_key: z.string().regex(/^[A-Z][A-Z0-9_]{1,9}$/, 'expected a Jira project key such as OPS'),
  issue_type: z.string().min(1).meta({ description: 'As the project calls it: Bug, 버그.' }),
  status_ids: z
    .strictObject({ todo: statusId, in_progress: statusId, in_review: statusId, done: statusId })
    .meta({ description: 'Ids, not names: names are translated.' }),
  timeout_s: seconds,
});
