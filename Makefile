# `make demo` and `make test` need Python 3.11 or newer and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check coverage lint bench pins clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Two stamps: what runs, and what tests it, too. The first of them is all that the demo needs.
$(VENV)/.run: constraints-run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; try make PYTHON=python3.12"; exit 1; }
	@echo "Installing what runs into $(VENV), $$(grep -c == $<) packages"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.test: constraints.txt pyproject.toml $(VENV)/.run
	@echo "Installing what tests into $(VENV), too, $$(grep -c == $<) packages in all"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.run ## three sandbox venues and the gateway, until Ctrl-C
	@exec $(BIN)/python -m gateway demo

test: $(VENV)/.test ## the whole test suite, its coverage measured
	$(BIN)/coverage run -m pytest -rs

# In this order, `make -j` or not: the coverage is that of the tests just run.
.NOTPARALLEL:
check: test coverage lint ## what CI runs on the code: test, coverage, lint

# Lines and branches together, of the latest `make test`.
coverage: $(VENV)/.test
	$(BIN)/coverage report
	@for room in domain resolvers adapters; do \
	  printf '%-10s ' $$room; \
	  $(BIN)/coverage report --include="$$room/*" --format=total --fail-under=95 || exit 1; \
	done

lint: $(VENV)/.test ## ruff, mypy strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test ## requests per second, latency, upstream calls and CPU next to a hand-written endpoint
	$(BIN)/python -m benchmarks

# constraints.txt is everything, constraints-run.txt the part of it that runs; pins that still fit are kept.
PIN = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-header --no-annotate pyproject.toml
pins: ## resolve pyproject.toml into constraints.txt and constraints-run.txt again (needs uv)
	$(PIN) --group dev --output-file constraints.txt
	$(PIN) --constraint constraints.txt --output-file constraints-run.txt

clean: ## remove what make made
	rm -rf $(VENV) .coverage .mypy_cache .ruff_cache .import_linter_cache
