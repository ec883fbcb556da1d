# Needs Python 3.11 or newer, make, and a package index. `make` alone tells what there is.
# Each target is quick the second time: what is installed is remembered beside the lock file's date.

PORT ?= 8080
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$name; exit; }; done; echo python3)

# Tests of whole processes mostly wait: one worker more than there are cores keeps those busy.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(1 + (os.cpu_count() or 1))')

VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --no-input
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/peremena.po))

.DEFAULT_GOAL := help
.PHONY: help setup demo run test coverage fuzz audit lint bench messages lock screenshots

help:
	@echo 'make demo      a demo school in the browser, no token, no network (PORT=8080)'
	@echo 'make run       the bot, with the settings of .env'
	@echo 'make test      all tests, on SQLite and PostgreSQL'
	@echo 'make coverage  all tests, with the branches they reach and the floor below them'
	@echo 'make fuzz      a hundred thousand generated inputs for each parser (an hour or two)'
	@echo 'make audit     known holes of dependencies (with pip-audit), secrets in files, licences'
	@echo 'make lint      ruff, mypy, import contract, catalogues, migrations drift'
	@echo 'make bench     figures: start-up, throughput, ten million marks (an hour, 20 GB below TMPDIR)'
	@echo 'make screenshots  the pictures of the README, taken of the demo (needs chromium)'
	@echo 'make setup     only the installation (make test and make lint add the tools)'
	@echo 'make messages  collect the sentences of the code into locales/'
	@echo 'make lock      pin what pyproject.toml asks for (UPGRADE=1: in the newest versions)'

setup: $(VENV)/.installed $(VENV)/bin/peremena $(CATALOGUES)

demo: setup
	@$(VENV)/bin/peremena demo --port $(PORT)

run: setup
	@$(VENV)/bin/peremena run

test: setup $(VENV)/.installed-dev
	$(VENV)/bin/python -m pytest --numprocesses=$(WORKERS) --dist=loadgroup

# Apart: watching every branch makes the suite half as fast again.
coverage: setup $(VENV)/.installed-dev
	$(VENV)/bin/python -m pytest --cov --numprocesses=$(WORKERS) --dist=loadgroup

fuzz: setup $(VENV)/.installed-dev
	nice $(VENV)/bin/python -m pytest tests/fuzz -p no:cacheprovider --numprocesses=auto \
		--hypothesis-profile=fuzz

audit: setup
	$(VENV)/bin/python -m tests.architecture.audit

lint: setup $(VENV)/.installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python -m tests.architecture.catalogues
	$(VENV)/bin/python -m tests.architecture.migrations_drift

bench: setup $(VENV)/.installed-dev
	$(VENV)/bin/python -m pytest tests/benchmarks -q -s -p no:cacheprovider \
		-o python_files='bench_*.py' -o python_functions='bench_*'

screenshots: setup $(VENV)/.installed-dev
	$(VENV)/bin/python -m tests.e2e.screenshots docs/screenshots

messages: setup
	$(VENV)/bin/python -m babel.messages.frontend --quiet extract --mapping=locales/babel.cfg \
		--add-comments=TRANSLATORS: --sort-output --add-location=file --width=99 \
		--omit-header --output=locales/messages.pot bot handlers services
	$(VENV)/bin/python -m babel.messages.frontend --quiet update --domain=peremena \
		--input-file=locales/messages.pot --output-dir=locales \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=99

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo 'Peremena needs Python 3.11 or newer; name one: make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A lock names everything with its hash. Left to resolve `coverage[toml]` by itself, pip looks at the newest
# release and refuses it for its missing hash as soon as there is a newer one than the lock's: hence --no-deps.
$(VENV)/.installed: requirements.lock | $(VENV)/bin/python
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements.lock
	@touch $@

# The development lock holds everything the other one holds, in the same versions.
$(VENV)/.installed-dev: requirements-dev.lock | $(VENV)/.installed
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements-dev.lock
	@touch $@

# The project itself is linked, not built: no build backend to download, nothing to build again.
$(VENV)/bin/peremena: Makefile | $(VENV)/bin/python
	@printf '%s\n' '$(CURDIR)' \
		> "$$($(VENV)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/peremena.pth"
	@printf '#!/bin/sh\nexec "%s/bin/python" -P -m bot "$$@"\n' '$(CURDIR)/$(VENV)' > $@
	@chmod +x $@

%.mo: %.po | $(VENV)/.installed
	@$(VENV)/bin/python -m babel.messages.frontend --quiet compile --input-file=$< --output-file=$@

lock: | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet pip-tools
	$(VENV)-lock/bin/pip-compile $(LOCK_OPTIONS) --output-file=requirements.lock pyproject.toml
	$(VENV)-lock/bin/pip-compile $(LOCK_OPTIONS) --extra=dev --constraint=requirements.lock \
		--output-file=requirements-dev.lock pyproject.toml
	rm -r $(VENV)-lock

# Hashes, and no addresses: a lock file names no index.
LOCK_OPTIONS := --quiet $(if $(UPGRADE),--upgrade) --strip-extras --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
