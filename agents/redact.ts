/** Takes every known secret out of a text, also where it was encoded on the way. */
export function createRedact(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]))]
    .filter((form) => form.length >= MIN_CHARACTERS)
    .toSorted((a, b) => b.length - a.length);
  return (text) => forms.reduce((clean, form) => (clean.includes(form) ? clean.replaceAll(form, '[secret]') : clean), text);
}

/** Anything shorter would blank out innocent words. */
const MIN_CHARACTERS = 6;
