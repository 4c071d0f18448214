/** prom-client's own metrics one by one: its `collectDefaultMetrics` has no choice of them. */
declare module 'prom-client/lib/metrics/*.js' {
  import { type Registry } from 'prom-client';

  const register: (registry: Registry) => void;
  export default register;
}
