import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret } from '../../../src/core/secret.ts';
import { answer, flood, type HostileServer, hostileServer } from '../../support/hostile-server.ts';
import { asFailure, asObservation, fetch, phasesOf, summary } from '../../support/transport-run.ts';

const redirect = (location: string, status = 302, headers = ''): string =>
  `HTTP/1.1 ${status} Elsewhere\r\nlocation: ${location}\r\n${headers}content-length: 0\r\n\r\n`;

/** A server that answers each path with what a table has for it. */
function site(pages: Readonly<Record<string, string | Buffer>>): Promise<HostileServer> {
  return hostileServer((socket, head) => {
    const path = head.split(' ')[1] ?? '';
    socket.write(pages[path] ?? answer('not here', '', '404 Not Found'));
  });
}

const pathsOf = (server: HostileServer): readonly string[] =>
  server.received.map(head => head.split(' ')[1] ?? '');

describe('redirects', () => {
  for (const status of [301, 302, 303, 307, 308]) {
    it(`row 94: ${status} is followed`, async () => {
      await using server = await site({ '/': redirect('/end', status), '/end': answer('ok') });
      const { http, text } = asObservation(await fetch(`http://127.0.0.1:${server.port}/`));
      assert.equal(text, 'ok');
      assert.equal(http?.redirects, 1);
      assert.equal(http?.url, `http://127.0.0.1:${server.port}/end`);
    });
  }

  it('row 95, 97: none is followed when none is to be, and its body is the answer', async () => {
    await using server = await site({
      '/': `HTTP/1.1 302 Found\r\nlocation: /end\r\ncontent-length: 4\r\n\r\nbody`,
    });
    const { http, text } = asObservation(await fetch(`http://127.0.0.1:${server.port}/`, { redirects: 0 }));
    assert.equal(http?.status, 302);
    assert.equal(text, 'body');
    assert.equal(server.connections, 1);
  });

  it('row 96: one above the limit is not asked for', async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 9 }, (_, hop) => [`/${hop}`, redirect(`/${hop + 1}`)]),
    );
    await using server = await site(pages);
    const failure = asFailure(await fetch(`http://127.0.0.1:${server.port}/0`, { redirects: 3 }));
    assert.equal(failure.code, 'too_many_redirects');
    assert.equal(failure.http?.status, 302);
    assert.equal(failure.http?.redirects, 3);
    assert.deepEqual(pathsOf(server), ['/0', '/1', '/2', '/3']);
  });

  const loops: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['A → A', { '/': redirect('/') }],
    ['A → B → A', { '/': redirect('/b'), '/b': redirect('/') }],
  ];
  for (const [name, pages] of loops) {
    it(`row 98: ${name} is a loop`, async () => {
      await using server = await site(pages);
      assert.equal(summary(await fetch(`http://127.0.0.1:${server.port}/`)), 'redirect_loop');
    });
  }

  it('row 98: redirects to ever new places are too many', async () => {
    await using server = await hostileServer((socket, head) =>
      socket.write(redirect(`${head.split(' ')[1] ?? ''}x`)),
    );
    assert.equal(summary(await fetch(`http://127.0.0.1:${server.port}/`)), 'too_many_redirects');
  });

  it('row 26, 99: the same place with a cookie is no loop', async () => {
    await using server = await hostileServer((socket, head) => {
      const hasCookie = head.includes('cookie: seen=1; theme=dark');
      socket.write(
        hasCookie
          ? answer('ok')
          : redirect('/', 302, 'set-cookie: seen=1; path=/\r\nset-cookie: theme=dark\r\n'),
      );
    });
    assert.equal(asObservation(await fetch(`http://127.0.0.1:${server.port}/`)).text, 'ok');
    assert.equal(asObservation(await fetch(`http://127.0.0.1:${server.port}/`)).http?.redirects, 1);
  });

  const locations: readonly (readonly [location: string, path: string])[] = [
    ['/end', '/end'],
    ['end', '/a/end'],
    ['../end?x=1', '/end?x=1'],
    ['?q=2', '/a/b?q=2'],
    ['/end#fragment', '/end'],
    ['//HOST/end', '/end'],
    ['HTTP://HOST/end', '/end'],
    ['/\xed\x95\x9c', '/%ED%95%9C'],
  ];
  for (const [location, path] of locations) {
    it(`row 100: ${JSON.stringify(location)} leads to ${path}`, async () => {
      await using server = await hostileServer((socket, head) => {
        const host = /host: (\S+)/.exec(head)?.[1] ?? '';
        const bytes = head.startsWith('GET /a/b HTTP')
          ? redirect(location.replace('HOST', host))
          : answer('ok').toString();
        socket.write(Buffer.from(bytes, 'latin1'));
      });
      assert.equal(summary(await fetch(`http://127.0.0.1:${server.port}/a/b`)), 'answer');
      assert.equal(pathsOf(server)[1], path);
    });
  }

  const refused: readonly (readonly [row: string, location: string, code: string])[] = [
    ['101: an empty Location', '', 'redirect_bad_location'],
    ['101: an unparsable Location', 'http://[', 'redirect_bad_location'],
    ['102: file', 'file:///etc/passwd', 'redirect_bad_scheme'],
    ['102: gopher', 'gopher://127.0.0.1/', 'redirect_bad_scheme'],
    ['102: data', 'data:text/html,keyword', 'redirect_bad_scheme'],
    ['102: javascript', 'javascript:alert(1)', 'redirect_bad_scheme'],
    ['102: ws', 'ws://127.0.0.1/', 'redirect_bad_scheme'],
  ];
  for (const [row, location, code] of refused) {
    it(`row ${row}: ${code}`, async () => {
      await using server = await site({ '/': redirect(location) });
      const failure = asFailure(await fetch(`http://127.0.0.1:${server.port}/`));
      assert.equal(failure.code, code);
      assert.equal(failure.http?.status, 302);
      assert.equal(server.connections, 1);
    });
  }

  it('row 101: no Location at all', async () => {
    await using server = await site({ '/': 'HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n' });
    assert.equal(summary(await fetch(`http://127.0.0.1:${server.port}/`)), 'redirect_bad_location');
  });

  it('row 103: a redirect to a closed port fails as that port does', async () => {
    await using server = await site({ '/': redirect('http://127.0.0.1:1/') });
    const failure = asFailure(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.equal(failure.code, 'connect_refused');
    assert.equal(failure.http?.status, 302);
  });

  it('row 110: 307 and 308 keep method and body; 303 and the old ones after POST do not', async () => {
    for (const [status, method] of [
      [307, 'POST'],
      [308, 'POST'],
      [301, 'GET'],
      [302, 'GET'],
      [303, 'GET'],
    ] as const) {
      await using server = await site({ '/': redirect('/end', status), '/end': answer('ok') });
      const headers = [['content-type', new Secret('text/plain')]] as const;
      await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'secret', headers });
      const [, second = ''] = server.received;
      assert.ok(second.startsWith(`${method} /end `), second);
      assert.equal(second.endsWith('\r\n\r\nsecret'), method === 'POST', `${status}`);
      assert.equal(second.includes('content-type'), method === 'POST');
    }
  });

  it('row 110: 303 after HEAD stays HEAD', async () => {
    await using server = await site({ '/': redirect('/end', 303), '/end': answer('ok') });
    await fetch(`http://127.0.0.1:${server.port}/`, { method: 'HEAD' });
    assert.match(server.received[1] ?? '', /^HEAD \/end /);
  });

  it('row 111: the endless body of a redirect is not read', async () => {
    let sent = 0;
    await using server = await hostileServer((socket, head) => {
      if (head.startsWith('GET / ')) flood(socket, 'HTTP/1.1 302 Found\r\nlocation: /end\r\n\r\n', 'abc');
      else socket.write(answer('ok'));
      socket.on('close', () => (sent = socket.bytesWritten));
    });
    assert.equal(asObservation(await fetch(`http://127.0.0.1:${server.port}/`)).text, 'ok');
    assert.ok(sent < 16 * 1024 * 1024, `${sent}`);
  });

  it('times add up over the hops', async () => {
    await using server = await hostileServer((socket, head) => {
      setTimeout(() => socket.write(head.startsWith('GET / ') ? redirect('/end') : answer('ok')), 60);
    });
    const { phasesMs, latencyMs } = asObservation(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.ok((phasesMs.processing ?? 0) >= 115);
    assert.ok(latencyMs >= 115);
  });

  it('a phase that one hop did not finish has no time', async () => {
    await using server = await hostileServer((socket, head) => {
      if (head.startsWith('GET / ')) socket.write(redirect('/end'));
      else socket.destroy();
    });
    const failure = asFailure(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.equal(failure.phase, 'processing');
    assert.equal(phasesOf(failure), 'connect transfer');
  });
});

describe('credentials on redirects', () => {
  const headers = [
    ['Authorization', new Secret('Bearer canary')],
    ['Cookie', new Secret('session=canary')],
    ['Proxy-Authorization', new Secret('Basic canary')],
    ['X-Api-Key', new Secret('canary')],
    ['accept', 'application/json'],
  ] as const;

  it('row 105, 107, 108: nothing configured reaches another port, what is our own does', async () => {
    await using sink = await site({ '/sink': answer('ok') });
    await using server = await site({ '/': redirect(`http://127.0.0.1:${sink.port}/sink`) });
    asObservation(await fetch(`http://127.0.0.1:${server.port}/`, { headers }));
    assert.match(server.received[0] ?? '', /authorization: Bearer canary/i);
    assert.doesNotMatch(sink.received[0] ?? '', /canary|authorization|api-key|cookie/i);
    assert.match(sink.received[0] ?? '', /accept: application\/json/);
    assert.match(sink.received[0] ?? '', /user-agent: fedistatus\/test/);
  });

  it('row 106: nor does it come back on the way back', async () => {
    await using server = await hostileServer((socket, head) => {
      if (head.startsWith('GET / ')) socket.write(redirect(`http://localhost:${sink.port}/sink`));
      else socket.write(answer('ok'));
    });
    await using sink = await site({ '/sink': redirect(`http://127.0.0.1:${server.port}/back`) });
    asObservation(await fetch(`http://127.0.0.1:${server.port}/`, { headers }));
    assert.match(server.received[1] ?? '', /^GET \/back /);
    assert.doesNotMatch(server.received[1] ?? '', /canary/);
  });

  it('stays with the origin on a redirect within it', async () => {
    await using server = await site({ '/': redirect('/end'), '/end': answer('ok') });
    await fetch(`http://127.0.0.1:${server.port}/`, { headers });
    assert.match(server.received[1] ?? '', /Bearer canary[^]*canary/i);
  });

  it('row 26: a cookie goes back to the origin that set it alone', async () => {
    await using sink = await site({ '/sink': answer('ok') });
    await using server = await site({
      '/': redirect(`http://127.0.0.1:${sink.port}/sink`, 302, 'set-cookie: a=canary\r\n'),
    });
    await fetch(`http://127.0.0.1:${server.port}/`);
    assert.doesNotMatch(sink.received[0] ?? '', /canary/);
  });

  it('a configured Host is for the configured origin', async () => {
    await using sink = await site({ '/sink': answer('ok') });
    await using server = await site({
      '/': redirect('/second'),
      '/second': redirect(`http://127.0.0.1:${sink.port}/sink`),
    });
    await fetch(`http://127.0.0.1:${server.port}/`, { headers: [['Host', new Secret('hidden.example')]] });
    assert.match(server.received[1] ?? '', /\r\nhost: hidden\.example\r\n/);
    assert.match(sink.received[0] ?? '', new RegExp(`\r\nhost: 127.0.0.1:${sink.port}\r\n`));
  });

  it('credentials in a Location are dropped', async () => {
    await using server = await hostileServer((socket, head) => {
      const host = /host: (\S+)/.exec(head)?.[1] ?? '';
      socket.write(head.startsWith('GET / ') ? redirect(`http://user:canary@${host}/end`) : answer('ok'));
    });
    const outcome = await fetch(`http://127.0.0.1:${server.port}/`);
    assert.doesNotMatch(JSON.stringify(outcome) + server.received[1], /canary|authorization/i);
  });
});
