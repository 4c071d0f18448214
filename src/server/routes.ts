import type { Express, Request, RequestHandler, Response } from 'express';
import { sendText } from './send.ts';

/** Answers a request; what it throws becomes a 500 without a word on the wire of why. */
export type Handler = (request: Request, response: Response) => void | Promise<void>;

/** Serves one path by the handler of each method, and tells other methods which ones there are. */
export function serve(
  app: Express,
  path: string,
  handlers: Readonly<Partial<Record<Method, Handler>>>,
): void {
  const route = app.route(path);
  const methods: string[] = [];
  for (const method of ['get', 'post', 'put'] as const) {
    const handler = handlers[method];
    if (handler === undefined) continue;
    // Express answers HEAD by the handler of GET, and leaves the body out.
    methods.push(...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    route[method](handler);
  }
  route.all(methodNotAllowed(methods.join(', ')));
}

type Method = 'get' | 'post' | 'put';

function methodNotAllowed(allow: string): RequestHandler {
  return (_request, response) => {
    response.setHeader('Allow', allow);
    sendText(response, 405, `method not allowed, use ${allow}`);
  };
}
