import { STATUS_CODES } from 'node:http';
import { type HeaderList, type HttpAnswer, httpAnswer } from './message.ts';

/** What nginx says of itself with `server_tokens off`. */
export const nginxServer: HeaderList = [['Server', 'nginx']];

/** An error page of the proxy itself: no trace of the application in its headers. */
export function nginxError(status: number, extra: HeaderList = []): HttpAnswer {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return httpAnswer(status, [...nginxServer, ['Content-Type', 'text/html'], ...extra], body);
}

/** A redirect that the proxy makes by itself (`return 301`). */
export function nginxRedirect(location: string): HttpAnswer {
  return nginxError(301, [['Location', location]]);
}
