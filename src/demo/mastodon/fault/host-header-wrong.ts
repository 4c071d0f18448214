import { type Fault, replacing } from '../../fault.ts';
import { foreignHostAnswer } from '../rails.ts';

export const hostHeaderWrong: Fault = replacing(
  {
    id: 'host_header_wrong',
    summary:
      'The proxy does not pass on the Host header: Rails answers an empty 403 to everything but /health.',
    diagnosis: 'host_header_wrong',
    layer: 'proxy',
  },
  ({ part, component }) => part === 'application' && component !== 'health',
  foreignHostAnswer,
);
