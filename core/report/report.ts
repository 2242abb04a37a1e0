import type { ChatMessage } from '../chat.ts';

/** A report before it has a form: a title, lines of facts, and lists under headings. */
export interface Report {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}

export function reportMessage(report: Report, marker: string): ChatMessage {
  const sections = report.sections.map((section) => [`**${section.heading}**`, ...section.lines.map((line) => `• ${line}`)].join('\n'));
  return {
    content: null,
    title: report.title,
    body: sections.join('\n\n'),
    fields: report.facts.map(([name, value]) => ({ name, value, inline: true })),
    severity: 'notice',
    marker,
    mention: null,
  };
}

export function reportMarkdown(report: Report): string {
  const facts = report.facts.map(([name, value]) => `- ${name}: ${value}`);
  const sections = report.sections.flatMap((section) => ['', `## ${section.heading}`, '', ...section.lines.map((line) => `- ${line}`)]);
  return [`# ${report.title}`, '', ...facts, ...sections, ''].join('\n');
}
