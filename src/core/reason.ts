/**
 * Why a probe failed, in two grains: a fine {@link FailureCode} for logs, `check` and debug views, and a coarse
 * {@link Reason} for the metric label. The table below is the only place where one becomes the other.
 */

/** The closed set of values of the metric label `reason`. Adding or renaming one is a breaking change. */
export const reasons = [
  'dns',
  'connect',
  'tls',
  'timeout',
  'connection_lost',
  'malformed',
  'body',
  'redirect',
  'http_status',
  'rate_limited',
  'stale_cache',
  'keyword',
  'content',
  'websocket',
  'activitypub',
  'internal',
] as const;

export type Reason = (typeof reasons)[number];

export const reasonByCode = {
  dns: 'dns',
  dns_nxdomain: 'dns',
  dns_nodata: 'dns',
  dns_servfail: 'dns',
  dns_refused: 'dns',
  dns_timeout: 'dns',
  invalid_target: 'connect',
  connect_refused: 'connect',
  connect_unreachable: 'connect',
  connect_error: 'connect',
  tls_expired: 'tls',
  tls_expires_soon: 'tls',
  tls_not_yet_valid: 'tls',
  tls_self_signed: 'tls',
  tls_untrusted: 'tls',
  tls_name_mismatch: 'tls',
  tls_purpose: 'tls',
  tls_weak: 'tls',
  tls_protocol: 'tls',
  tls_alpn: 'tls',
  tls_client_cert: 'tls',
  tls_handshake: 'tls',
  timeout_connect: 'timeout',
  timeout_tls: 'timeout',
  timeout_headers: 'timeout',
  timeout_body: 'timeout',
  timeout_message: 'timeout',
  timeout: 'timeout',
  conn_reset: 'connection_lost',
  conn_closed: 'connection_lost',
  body_truncated: 'connection_lost',
  malformed_response: 'malformed',
  headers_too_large: 'malformed',
  body_too_large: 'body',
  decompress_error: 'body',
  unsupported_encoding: 'body',
  too_many_encodings: 'body',
  charset_error: 'body',
  redirect_loop: 'redirect',
  too_many_redirects: 'redirect',
  redirect_bad_location: 'redirect',
  redirect_bad_scheme: 'redirect',
  redirect_downgrade: 'redirect',
  http_status: 'http_status',
  rate_limited: 'rate_limited',
  stale_cache: 'stale_cache',
  keyword_missing: 'keyword',
  keyword_present: 'keyword',
  http_version: 'content',
  header_mismatch: 'content',
  content_type_mismatch: 'content',
  json_invalid: 'content',
  json_path_missing: 'content',
  json_mismatch: 'content',
  content_too_old: 'content',
  expect_mismatch: 'content',
  too_slow: 'timeout',
  ws_handshake: 'websocket',
  ws_protocol: 'websocket',
  ws_message_missing: 'websocket',
  ws_closed: 'websocket',
  hm_status: 'activitypub',
  hm_malformed: 'activitypub',
  hm_link: 'activitypub',
  hm_template: 'activitypub',
  xml_unsafe: 'activitypub',
  wf_status: 'activitypub',
  wf_invalid: 'activitypub',
  wf_subject: 'activitypub',
  wf_link: 'activitypub',
  actor_status: 'activitypub',
  actor_invalid: 'activitypub',
  local_fault: 'internal',
  internal: 'internal',
} as const;

/** The closed set of fine codes. */
export type FailureCode = keyof typeof reasonByCode;

/** The coarse reason of a fine code. */
export function reasonOf(code: FailureCode): Reason {
  return reasonByCode[code];
}

/** Every fine code with its reason, for documentation and tests. */
export function failureCodes(): readonly (readonly [code: string, reason: Reason])[] {
  return Object.entries(reasonByCode);
}

/**
 * Whether a failure says something about the target. Our own faults never mark a target down: their component is
 * unknown, and nothing is counted against it.
 */
export function blamesTarget(code: FailureCode): boolean {
  return reasonByCode[code] !== 'internal';
}
