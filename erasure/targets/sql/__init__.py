"""Databases as targets: SQLite, PostgreSQL, MariaDB and MySQL, in one transaction each."""
