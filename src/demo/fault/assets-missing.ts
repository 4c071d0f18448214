import { type Fault, replacing } from '../fault.ts';
import { nginxError } from '../nginx.ts';

export const assetsMissing: Fault = replacing(
  {
    id: 'assets_missing',
    summary: 'The scripts of the pages are gone: they answer 404, and people see a blank page.',
    diagnosis: 'assets_missing',
    layer: 'proxy',
  },
  ({ part }) => part === 'files',
  () => nginxError(404),
);
