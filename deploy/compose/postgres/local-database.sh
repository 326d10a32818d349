#!/bin/bash
# The local database, beside DemoData, which the image itself creates.
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c 'CREATE DATABASE "IRISAPP"'
