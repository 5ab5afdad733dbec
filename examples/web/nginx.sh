#!/bin/sh
# Writes run/nginx.conf for the ports of this run, and becomes nginx. Runs as root and as anybody else.
set -eu

# Debian keeps nginx where only root looks.
PATH=$PATH:/usr/sbin

mkdir -p run/tmp

# POM_PORT_API has the ports of all replicas: 20001,20002
servers=$(echo "$POM_PORT_API" | tr , '\n' | sed 's/.*/    server 127.0.0.1:& max_fails=1 fail_timeout=1s;/')

cat > run/nginx.conf <<CONF
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;

events {}

http {
  access_log off;
  client_body_temp_path tmp/body;
  proxy_temp_path tmp/proxy;
  fastcgi_temp_path tmp/fastcgi;
  uwsgi_temp_path tmp/uwsgi;
  scgi_temp_path tmp/scgi;

  upstream api {
$servers
  }

  server {
    listen 127.0.0.1:$PORT;
    location / {
      # What one replica does not answer, the next one is asked.
      proxy_pass http://api;
      proxy_next_upstream error timeout;
      proxy_connect_timeout 1s;
    }
  }
}
CONF

exec nginx -p "$PWD/run" -c nginx.conf -e stderr
