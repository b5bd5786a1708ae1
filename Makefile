# `make help` lists what there is. Needs Python 3.11 or newer; everything else comes from the locks.
# A finished step leaves its mark inside what it made, so that removing a folder is enough to have it made again.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/pip --disable-pip-version-check --quiet install
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
# Node 20 or newer from PATH with its npm, or else the one that a Python package brings.
NODE_AT_HAND := $(BIN)/python -c 'import sys, hatch_build; sys.exit(not hatch_build.path_with_node())' \
	|| $(INSTALL) --require-hashes -r requirements/node.txt
ASSETS := static/dist/manifest.json
FRONT := $(shell find static templates service_worker -type f ! -path 'static/dist*' 2>/dev/null)
PYTEST := $(BIN)/pytest -m "not soak"
SIDE_BY_SIDE := -n 2 --dist loadfile --ignore tests/browser
# In the browser the road of a tap is walked on PostgreSQL, too; what else pages do does not depend on the database.
ROAD := tests/browser/test_from_sheet_to_history.py tests/browser/test_mobile_page.py

.DELETE_ON_ERROR:
.PHONY: help run test check format bench soak wheel lock clean assets dev

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

run: .venv/run.stamp $(ASSETS)  ## the app with its demo shop, on HOST and PORT from the environment
	@exec $(BIN)/shopfloor serve --demo

test: check assets  ## check, then every test on SQLite and once more on PostgreSQL
	$(BIN)/python -m tests.support.system
	$(PYTEST) $(SIDE_BY_SIDE)
	$(PYTEST) tests/browser
	$(PYTEST) $(SIDE_BY_SIDE) --database=postgresql
	$(PYTEST) $(ROAD) --database=postgresql

check: dev  ## formatting, lint, types, floors and locks, without running the app
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.support.locks
	@$(NODE_AT_HAND)
	$(WITH_NODE); for file in $(filter %.js %.mjs,$(FRONT)); do node --check $$file || exit 1; done

format: dev  ## puts the Python code into its form
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

bench: dev assets  ## measures the app against the targets; ARGS=--help tells how to measure a part
	$(BIN)/python -m tests.bench $(ARGS)

soak: dev assets  ## the long tests
	$(BIN)/python -m tests.support.system
	$(BIN)/pytest -m soak

wheel: dev assets  ## dist/*.whl, which runs without Node
	$(BIN)/python -m hatchling build -t wheel

lock: .venv/uv.stamp  ## requirements/*.txt from pyproject.toml; UPGRADE=--upgrade for the newest of everything
	$(COMPILE) --group build pyproject.toml -o requirements/run.txt
	$(COMPILE) --group dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) --group node -o requirements/node.txt

clean:  ## removes all that was installed or built, and leaves data/ alone
	rm -rf .venv node_modules static/dist static/dist.new dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--annotation-style line $(UPGRADE)

.venv/venv.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: .venv/venv.stamp requirements/run.txt pyproject.toml hatch_build.py
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/uv.stamp: .venv/venv.stamp
	$(INSTALL) uv
	@touch $@

dev: .venv/dev.stamp
assets: .venv/run.stamp $(ASSETS)

node_modules/.package-lock.json: package-lock.json .npmrc | .venv/run.stamp
	@$(NODE_AT_HAND)
	$(WITH_NODE) npm ci --ignore-scripts
	@touch $@

$(ASSETS): node_modules/.package-lock.json $(FRONT)
	@$(NODE_AT_HAND)
	$(WITH_NODE) node static/build.mjs
	@touch $@
