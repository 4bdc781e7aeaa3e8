#!/bin/sh
# A database and a role for each service that keeps one; run once, when the volume is new.
set -eu
make() {
  psql -v ON_ERROR_STOP=1 -v role="$1" -v password="$2" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
REVOKE CONNECT ON DATABASE :"role" FROM PUBLIC;
SQL
}
make evaluator "$EVALUATOR_DATABASE_PASSWORD"
make notifier "$NOTIFIER_DATABASE_PASSWORD"
make portal "$PORTAL_DATABASE_PASSWORD"
