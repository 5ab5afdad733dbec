/** As many fields as anybody here looks at: up to the resident memory. */
const LAST_FIELD = 24;

/**
 * The fields of a line of `/proc/PID/stat`, by their numbers in proc_pid_stat(5): 3 is the state, 4 the parent. Fields 1
 * and 2, the pid and the name, are not among them: the name is in parentheses, and may hold spaces and parentheses.
 *
 * @returns gives the text of a field; empty when the line does not have it.
 */
export function procStatFields(line: string): (number: number) => string {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ', LAST_FIELD - 2);
  return (number) => fields[number - 3] ?? '';
}
