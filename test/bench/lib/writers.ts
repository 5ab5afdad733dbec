/** Programs that print a million lines of 100 bytes, in Perl: it starts at once, and its `syswrite` is one `write(2)`. */
export const LINES = 1_000_000;
export const LINE_BYTES = 100;

export interface Writer {
  readonly title: string;
  readonly argv: readonly string[];
}

const PREAMBLE = `$line = ("x" x ${LINE_BYTES - 1}) . "\\n"; sub put { my $at = 0; while ($at < length $_[0]) { $at += syswrite(STDOUT, $_[0], length($_[0]) - $at, $at) // die $! } }`;

/** As most programs write when nobody watches: their buffer is full. */
export const LARGE_WRITES: Writer = {
  title: 'in 64 KiB writes',
  argv: [
    'perl',
    '-e',
    `${PREAMBLE} $left = ${LINES}; while ($left > 0) { $n = $left < 655 ? $left : 655; put($line x $n); $left -= $n }`,
  ],
};

/** As loggers write: every line at once. */
export const LINE_WRITES: Writer = {
  title: 'with one write per line',
  argv: ['perl', '-e', `${PREAMBLE} put($line) for 1 .. ${LINES}`],
};
