import { type Fault, replacing } from '../fault.ts';
import { nginxError } from '../nginx.ts';

/** Where a program of its own makes the pages: it is dead, and apps notice nothing. `program`: its name. */
export function pagesDown(program: string): Fault {
  return replacing(
    {
      id: 'web_frontend_broken',
      summary: `The program that makes the pages (${program}) is dead: the proxy answers 502 for them; apps notice nothing.`,
      diagnosis: 'web_frontend_broken',
      layer: 'proxy',
    },
    ({ part }) => part === 'pages',
    () => nginxError(502),
  );
}
