import type { z } from 'zod';
import type { root } from './schema/root.ts';

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends { reveal(): string }
    ? T
    : T extends object
      ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
      : T;

/** The one frozen configuration object that everything is given. Types only: agents import this and nothing else of settings. */
export type Settings = DeepReadonly<z.output<typeof root>>;
export type Scenario = Settings['scenarios'][string];
