import { z } from 'zod';

/** An IANA name that this machine's calendar knows. */
export const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'expected an IANA time zone such as Asia/Seoul or UTC' })
  .meta({ description: 'IANA time zone, e.g. Asia/Seoul.' });

function isTimeZone(name: string): boolean {
  // Offsets such as +09:00 are accepted by some versions of the calendar and by no other program that must agree with us.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
