SET client_min_messages = warning;
-- May run any number of times.
CREATE TABLE IF NOT EXISTS visit (
  id serial PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);
