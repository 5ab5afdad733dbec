export { type HttpOptions, type RunningHttp, serveHttp } from './http-server.ts';
