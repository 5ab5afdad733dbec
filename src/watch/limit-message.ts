/** Why the system will not watch, as the end of a sentence. */
export function limitMessage({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOSPC') return 'the limit fs.inotify.max_user_watches is reached (ENOSPC)';
  if (code === 'EMFILE') return 'the limit fs.inotify.max_user_instances, or that of open files, is reached (EMFILE)';
  return message;
}
