# Everything that is done here often. `make run` and `make test` set up what they need.

VENV := .venv
BIN := $(VENV)/bin
CLIENTS := $(VENV)/clients
# the newest Python that is known to work, or whatever python3 is
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# one more than there are processors: many tests wait for servers and processes of their own
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run refresh test lint types layers suite clients hostile format wheel clean

## Run the daemon with config.toml: http://127.0.0.1:8000/
run: $(VENV)/.installed
	@$(BIN)/diemtin run

## One round without the daemon
refresh: $(VENV)/.installed
	@$(BIN)/diemtin refresh

## Everything that must hold: style, types, layers, the whole suite
test: lint types suite

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.developed
	$(BIN)/mypy

layers: $(VENV)/.developed
	$(BIN)/python -m pytest tests/test_layers.py

suite: $(VENV)/.developed
	$(BIN)/python -m pytest -n $(JOBS) --dist loadscope

## Feed readers and axe-core, which the tests of what readers see want: from PyPI and npm
clients: $(CLIENTS)/.installed

## All of the hostile server, with nothing else running; the suite has a short form of it
hostile: $(VENV)/.developed
	$(BIN)/python -m tests.hostile

format: $(VENV)/.developed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## A wheel in dist/, with the shipped config.toml in it
wheel: $(VENV)/.developed
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python"; exit 2; }
	@echo "Making the environment in $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt requirements-build.txt pyproject.toml | $(VENV)/bin/python
	@$(PIP) --require-hashes -r requirements-build.txt
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.developed: requirements-dev.txt $(VENV)/.installed
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# an environment of its own: a reader's libraries are older or newer than ours
$(CLIENTS)/.installed: $(wildcard tests/clients/requirements.txt tests/clients/package*.json) | $(VENV)/bin/python
	@$(PYTHON) -m venv $(CLIENTS)/python
	@$(CLIENTS)/python/bin/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r tests/clients/requirements.txt
	@cp tests/clients/package.json tests/clients/package-lock.json $(CLIENTS)/
	@npm ci --prefix $(CLIENTS) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

clean:
	rm -rf $(VENV) dist build
