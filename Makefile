# `make run` starts Attest, `make test` proves it. Both need only Python 3.11 or newer, make and git.

SHELL := /bin/sh
PY := .venv/bin/python
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

.PHONY: run test lint style types layers tests format messages lock clean upgrade-database
.DEFAULT_GOAL := run

run: .venv/core.stamp
	@$(PY) -m runner up

# Everything is tried, so one run tells all that is wrong.
test: .venv/dev.stamp
	@$(PY) -m runner browser
	@$(MAKE) --no-print-directory --keep-going style types layers tests

lint: .venv/dev.stamp
	@$(MAKE) --no-print-directory --keep-going style types layers

style:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types:
	$(PY) -m mypy .

layers:
	.venv/bin/lint-imports

tests:
	$(PY) -m pytest -n 2

format: .venv/dev.stamp
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# Brings locale/ up to what the code says, and writes what Python and the browser read of it.
messages: .venv/core.stamp
	@$(PY) manage.py messages

# Resolves pyproject.toml into hash-locked files without any address in them; UPGRADE=1 takes newer versions.
lock: .venv/bin/uv
	echo 'uv==0.13.8' | $(COMPILE) $(if $(UPGRADE),--upgrade) - -o requirements/bootstrap.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements/core.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra dev -c requirements/core.lock pyproject.toml -o requirements/dev.lock

# Moves the embedded database to the installed PostgreSQL; the old folder is kept.
upgrade-database: .venv/core.stamp
	@$(PY) -m runner upgrade-database

# Removes what can be made again. The data in var/ stays.
clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# The environment. What the tests need is a superset of what the site needs: once there, it stays.
.venv/core.stamp: requirements/core.lock .venv/bin/uv
	@echo 'Installing what Attest needs into .venv'
	@$(call sync,$(if $(wildcard .venv/bin/pytest),dev,core))
	@touch $@ $(wildcard .venv/dev.stamp)

.venv/dev.stamp: requirements/dev.lock .venv/bin/uv
	@echo 'Installing what Attest and its tests need into .venv'
	@$(call sync,dev)
	@touch $@ .venv/core.stamp

sync = .venv/bin/uv pip sync --quiet --python $(PY) --require-hashes requirements/$(1).lock

.venv/bin/uv: requirements/bootstrap.lock
	@for python in python3 python3.11 python3.12 python3.13 python3.14; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo 'attest: no Python 3.11 or newer was found: install one.' >&2; exit 1; fi; \
	$(PY) -c '' 2>/dev/null || { echo "Making the environment in .venv with $$($$found -V)"; $$found -m venv --clear .venv; } \
		|| { echo 'attest: the environment could not be made: on Debian, install python3-venv.' >&2; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@touch $@
