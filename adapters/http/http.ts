import { createRequire } from 'node:module';
import type { AxiosInstance, AxiosStatic } from 'axios';

const MAX_REPLY_BYTES = 5 * 1024 * 1024;

/**
 * An axios client on the platform's fetch. The build without Node's own adapters is 8 MB smaller and all that is needed.
 * Every status is given back, so that what a reply means is decided in one place; redirects (a login page) are refused.
 */
export function openHttp(options: { readonly base_url: string; readonly timeout_ms: number }): AxiosInstance {
  const loaded: unknown = createRequire(import.meta.url)('axios/dist/browser/axios.cjs');
  if (!isAxios(loaded)) throw new Error('axios without its build for fetch');
  return loaded.create({
    adapter: 'fetch',
    baseURL: options.base_url.replace(/\/+$/, ''),
    timeout: options.timeout_ms,
    maxContentLength: MAX_REPLY_BYTES,
    validateStatus: () => true,
    fetchOptions: { redirect: 'manual' },
    proxy: false,
  });
}

function isAxios(module: unknown): module is AxiosStatic {
  return typeof module === 'function' && 'create' in module && typeof module.create === 'function';
}
