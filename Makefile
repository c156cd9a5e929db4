# The daily commands. Each does its own set-up and says how long it took.
# PORT=8001 make run   puts the web server elsewhere.
.POSIX:
.PHONY: help setup run test unit journeys check bench lock clean

help:
	@sed -n 's/^## //p' Makefile

## make setup     make .venv, install what is pinned, check the system libraries
setup:
	@.ci/setup.sh run

## make run       set up, migrate, make the demo organisation once, start web and workers
run:
	@.ci/demo.sh

## make test      set up, check, then every test that this machine can run
test:
	@.ci/test.sh all

## make unit      only the fast tests, two at a time
unit:
	@.ci/test.sh unit

## make journeys  only the walks through real processes and a real browser
journeys:
	@.ci/test.sh journeys

## make check     lint, format, types, import arrows, migrations
check:
	@.ci/check.sh

## make bench     the measurements under benchmarks/
bench:
	@.ci/bench.sh

## make lock      write requirements*.txt anew from requirements*.in
lock:
	@.ci/lock.sh

## make clean     remove caches; leaves .venv/ and var/
clean:
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -path ./.venv -prune -o -path ./var -prune -o -name __pycache__ -type d -print | xargs rm -rf
