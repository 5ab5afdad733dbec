# Makes the data directory if there is none, and becomes the server. PGDATA says where.
set -eu

# Debian keeps the server's programs away from the PATH.
for dir in /usr/lib/postgresql/*/bin; do
  [ -d "$dir" ] && PATH="$dir:$PATH"
done
command -v initdb > /dev/null || { echo "there is no PostgreSQL server here: initdb is not on the PATH" >&2; exit 127; }

# PostgreSQL refuses to run as root; Debian's package has made a user for it.
as_server=
if [ "$(id -u)" = 0 ]; then
  as_server="setpriv --reuid=postgres --regid=postgres --clear-groups"
  mkdir -p "$PGDATA"
  chown postgres: "$PGDATA"
fi

mkdir -p "$PGDATA"
PGDATA=$(cd "$PGDATA" && pwd)
export PGDATA
if [ -z "$(ls -A "$PGDATA")" ]; then
  echo "making a database in $PGDATA"
  $as_server initdb --username="$PGUSER" --auth=trust --no-sync > /dev/null
fi
# No Unix socket: its directory would have to be agreed on, too.
exec $as_server postgres -c listen_addresses="$PGHOST" -c port="$PGPORT" -c unix_socket_directories=
