import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { RE2JS } from 're2js';
import type { ProbeCheck } from '../../model/probe-spec.ts';
import { type AskOnce, bad, badError, good, type ProbeAnswer } from './probe-answer.ts';

type HttpCheck = Extract<ProbeCheck, { readonly kind: 'http' }>;

/** As much of a body as is looked at. */
const MOST_BODY_BYTES = 65_536;

/** Good when the answer has one of the statuses and a body that matches. One connection for each; no redirects. */
export function httpProbe({ url, method, status, headers, body }: HttpCheck): AskOnce {
  const pattern = body === null ? null : RE2JS.compile(body);
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const isGood = (code: number) => (status === null ? code >= 200 && code < 400 : status.includes(code));
  if (!URL.canParse(url)) return async () => bad(`${url} is not a URL`);
  return (signal) =>
    new Promise((resolve) => {
      const asked = request(url, { method, headers: Object.fromEntries(headers), agent: false, signal }, (response) => {
        const code = response.statusCode ?? 0;
        const end = (answer: ProbeAnswer) => {
          resolve(answer);
          response.destroy();
        };
        response.on('error', (error) => end(badError(error)));
        if (!isGood(code)) end(bad(`status ${code}`));
        else if (pattern === null) end(good(`status ${code}`));
        else {
          void readStart(response).then((text) =>
            end(
              pattern.matcher(text).find()
                ? good(`status ${code}`)
                : bad(`status ${code}, and the body does not match`),
            ),
          );
        }
      });
      asked.on('error', (error) => resolve(badError(error)));
      asked.end();
    });
}

/** The first bytes of a body, as text; fewer if it breaks off. */
function readStart(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = () => resolve(Buffer.concat(chunks).subarray(0, MOST_BODY_BYTES).toString('utf8'));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST_BODY_BYTES) done();
    });
    response.once('close', done);
    response.once('end', done);
  });
}
