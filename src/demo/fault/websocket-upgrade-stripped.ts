import type { Fault } from '../fault.ts';

/** `proxy_set_header Upgrade` and `Connection` are missing: the streaming server sees an ordinary GET. */
export const websocketUpgradeStripped: Fault = {
  id: 'websocket_upgrade_stripped',
  summary:
    'The proxy does not pass on the Upgrade header: WebSocket handshakes fail; the streaming health is well.',
  diagnosis: 'websocket_upgrade_stripped',
  layer: 'proxy',
  intercept: ({ request }, next) => next({ ...request, wantsWebSocket: false }),
};
