// A host on this machine that sends what a careful one does.

import { createServer } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

// What a careful host sends; the pages must live with it.
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.shtml': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8', '.csv': 'text/csv; charset=utf-8', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.jpg': 'image/jpeg', '.pdf': 'application/pdf',
};

/** A host on this machine; `find` answers for what stands below the base, everything else is missing. */
export async function serve(base, find) {
  const server = createServer((request, response) => {
    const path = decoded(request.url.split('?')[0]);
    const answer = path?.startsWith(base) ? find(path.slice(base.length)) : null;
    const { status = 200, headers = { 'content-security-policy': POLICY }, type, body = '' } = answer ?? { status: 404 };
    response.writeHead(status, { 'content-type': type ?? 'text/plain', 'x-content-type-options': 'nosniff', ...headers });
    response.end(body);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return server;
}

export function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return null; // A stray per cent sign: such an address is nobody's.
  }
}

/** The file that a path names, as a plain host finds it: a folder by its index, and with its slash. */
export function fileBelow(root, path) {
  const file = join(root, path);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat || !(file + sep).startsWith(root + sep)) return null;
  if (!stat.isDirectory()) return { type: TYPES[extname(file)] ?? 'application/octet-stream', body: readFileSync(file) };
  const isOpen = path === '' || path.endsWith('/');
  return isOpen ? fileBelow(root, join(path, 'index.html')) : { status: 301, headers: { location: `${path.split('/').at(-1)}/` } };
}
