/** Two kinds of log, as one meets them: lines of JSON for machines, and lines of text for people. */

/** One JSON object per line; warnings and errors go to stderr. */
export function jsonLog(service) {
  const write = (level, message, fields) => {
    const line = JSON.stringify({ time: new Date().toISOString(), level, service, message, ...fields });
    (level === 'info' ? process.stdout : process.stderr).write(`${line}\n`);
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}

/** `12:04:31.250 INFO  [request id] message`; warnings and errors go to stderr. */
export function textLog() {
  const write = (level, id, message) => {
    const line = `${new Date().toISOString().slice(11, 23)} ${level.padEnd(5)} [${id}] ${message}`;
    (level === 'INFO' ? process.stdout : process.stderr).write(`${line}\n`);
  };
  return {
    info: (id, message) => write('INFO', id, message),
    warn: (id, message) => write('WARN', id, message),
    error: (id, message) => write('ERROR', id, message),
  };
}
