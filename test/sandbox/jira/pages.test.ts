import { expect, it } from 'vitest';
import { bug, startJiraInTest } from './jira-in-test.ts';

it('shows the board and a ticket to people, with hostile text as text', async () => {
  const { jira, client } = await startJiraInTest();
  try {
    const hostile = '<script>alert(1)</script>';
    const link = { type: 'text', text: 'click', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] };
    await client.issues.createIssue(bug(hostile, { description: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [link, { type: 'text', text: hostile, marks: [{ type: 'strong' }] }] }] } }));
    for (const path of ['/', '/browse/OPS-1']) {
      const reply = await fetch(jira.url + path);
      const html = await reply.text();
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(html).toContain('&#60;script&#62;');
      expect(html).not.toContain('<script>');
      expect(html).not.toContain('javascript:');
    }
    expect((await fetch(`${jira.url}/browse/OPS-7`)).status).toBe(404);
  } finally {
    await jira.close();
  }
});
