import type { SmasConfig } from './config-schema.js';
import type { Endpoint, EndpointName } from './endpoints.js';
import { ENDPOINTS, PARTNER_PREFIX } from './endpoints.js';

/** The full address of a call. In partner mode every path is posted below its own prefix. */
export function addressOf(
  config: SmasConfig,
  name: EndpointName,
  params: Readonly<Record<string, string>>,
): { readonly method: 'GET' | 'POST'; readonly url: string } {
  const endpoint: Endpoint = ENDPOINTS[name];
  const filled = (config.endpoints?.[name] ?? endpoint.path).replace(/\{(\w+)\}/gu, (_, key: string) =>
    encodeURIComponent(params[key] ?? ''),
  );
  const partner = config.auth.mode === 'partner';
  const path = partner ? filled.replace(/^\/api(?=\/)/u, config.partnerPrefix ?? PARTNER_PREFIX) : filled;
  return { method: partner ? 'POST' : endpoint.method, url: config.url.replace(/\/+$/u, '') + path };
}
