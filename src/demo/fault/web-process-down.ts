import { type Fault, inPlaceOfApplication } from '../fault.ts';
import { nginxError } from '../nginx.ts';

export const webProcessDown: Fault = {
  id: 'web_process_down',
  summary: 'The web process is dead: the proxy answers 502 for everything that it serves.',
  diagnosis: 'web_process_down',
  layer: 'proxy',
  intercept: (visit, next) => inPlaceOfApplication(visit, next, () => nginxError(502)),
};
