// A client of web servers.
import {get} from 'node:http';

/** Fails unless the answer is 200. Each asks by a connection of its own. */
export function fetchFrom(where) {
  return new Promise((resolve, reject) => {
    const request = get({host: '127.0.0.1', path: '/', timeout: 5000, agent: false, ...where}, response => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`status ${response.statusCode} of ${JSON.stringify(where)}`));
      });
    });
    request.once('timeout', () => request.destroy(new Error('no answer within 5 s')));
    request.once('error', reject);
  });
}
