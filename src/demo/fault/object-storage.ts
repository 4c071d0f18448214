import { type Fault, replacing } from '../fault.ts';
import type { Route } from '../route.ts';
import { storageError } from '../storage.ts';

const isStorage = ({ part }: Route): boolean => part === 'storage';

export const objectStorageDenied: Fault = replacing(
  {
    id: 'object_storage_denied',
    summary: 'The object storage answers 403 AccessDenied: the bucket is no longer public.',
    diagnosis: 'object_storage_denied',
    layer: 'program',
  },
  isStorage,
  () => storageError(403, 'AccessDenied', 'Access Denied'),
);

export const objectStorageDown: Fault = replacing(
  {
    id: 'object_storage_down',
    summary: 'The object storage answers 503: the provider has an outage.',
    diagnosis: 'object_storage_down',
    layer: 'program',
  },
  isStorage,
  () => storageError(503, 'ServiceUnavailable', 'Service is unable to handle request.'),
);

/** No cause of its own: somebody deleted or replaced the object. */
export const objectStorageMissing: Fault = replacing(
  {
    id: 'object_storage_missing',
    summary: 'The object storage answers 404 NoSuchKey: the object that is probed was deleted or replaced.',
    diagnosis: null,
    layer: 'program',
  },
  isStorage,
  () => storageError(404, 'NoSuchKey', 'The specified key does not exist.'),
);
