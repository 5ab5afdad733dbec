/**
 * The program that reads datagrams for a session: Node has no Unix datagram sockets, and perl is part of every Debian
 * and macOS. It is started as `perl -e SCRIPT DIRECTORY`, and a line is
 *
 *   in    open NAME          bind DIRECTORY/NAME, which may be left over from another reader
 *         close NAME         and take the name away
 *   out   opened NAME        or: failed NAME WHY
 *         got NAME HEX       a datagram
 *
 * The end of its standard input ends it, so it cannot outlive the session however that ends; signals of the terminal do
 * not, since processes may have something to say while they are being stopped. It leaves no name behind.
 */
export const READER_SCRIPT = `
use strict;
use Socket;
use IO::Select;
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP QUIT PIPE);
chdir $ARGV[0] or exit 1;
umask 0077;
my (%socket, %name);
my $input = '';
my $select = IO::Select->new(\\*STDIN);
sub say_line { my $line = "$_[0]\\n"; while (length $line) { my $n = syswrite(STDOUT, $line); last if !defined $n; substr($line, 0, $n) = ''; } }
sub open_name {
  my ($name) = @_;
  unlink $name;
  my $socket;
  my $done = eval { socket($socket, PF_UNIX, SOCK_DGRAM, 0) && bind($socket, pack_sockaddr_un($name)) };
  if (!$done) { my $why = $@ || $!; $why =~ s/\\s+/ /g; say_line("failed $name $why"); return; }
  $socket{$name} = $socket;
  $name{fileno $socket} = $name;
  $select->add($socket);
  say_line("opened $name");
}
sub close_name {
  my ($name) = @_;
  my $socket = delete $socket{$name} or return;
  $select->remove($socket);
  delete $name{fileno $socket};
  close $socket;
  unlink $name;
}
READ: while (1) {
  for my $ready ($select->can_read) {
    if (fileno($ready) == 0) {
      my $count = sysread(STDIN, $input, 65536, length $input);
      last READ if !$count;
      while ($input =~ s/^(open|close) (\\S+)\\n//) { $1 eq 'open' ? open_name($2) : close_name($2) }
    } elsif (defined fileno $ready) {
      my $name = $name{fileno $ready};
      my $datagram = '';
      say_line("got $name " . unpack('H*', $datagram)) if defined recv($ready, $datagram, 65536, 0);
    }
  }
}
unlink keys %socket;
`;
