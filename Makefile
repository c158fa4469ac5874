SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Each has servers of its own, and mostly waits for them: four are quicker than two, also on two cores.
PYTEST_WORKERS ?= 4
PYTEST_ARGS ?=
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?=
CHAOS_SEEDS ?= 200
CHAOS_ARGS ?=
export REQUIRE_SERVICES

.PHONY: help setup system demo test coverage lint format fuzz chaos bench docs lock clean

help: ## Show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

demo: $(STAMPS)/runtime ## See it work: a small legacy company, extracted and accounted for
	@.ci/system browser
	@$(BIN)/legacy-adapters demo

setup: system $(STAMPS)/dev ## Make .venv with everything for development, and install system packages where possible

system:
	@.ci/system services

$(STAMPS)/venv:
	@python="$$(.ci/system python)" && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements-runtime.lock pyproject.toml | $(STAMPS)/venv
	@echo "Installing what legacy-adapters needs to run"
	@$(PIP) install --no-compile --require-hashes --requirement requirements-runtime.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(STAMPS)/dev: requirements.lock $(STAMPS)/runtime
	@echo "Installing what its development needs"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@touch $@

test: setup ## Everything that has to pass: style, types, import contracts, tests
	@$(MAKE) lint
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadgroup $(PYTEST_ARGS)

coverage: setup ## The tests, and the lines that none of them reaches
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadgroup --cov --cov-report=term $(PYTEST_ARGS)

lint: $(STAMPS)/dev ## Style, types and import contracts only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(STAMPS)/dev ## Put the style right where that can be done without thinking
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: $(STAMPS)/dev ## Search for files that break a parser: FUZZ_SECONDS for each of FUZZ_TARGETS (all)
	$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS) $(FUZZ_TARGETS)

CHAOS_LOG := $(CURDIR)/.chaos.jsonl

chaos: setup ## Kill process, server or connection at random moments: CHAOS_SEEDS (200) runs at every sink
	@rm -f $(CHAOS_LOG)
	CHAOS_SEEDS=$(CHAOS_SEEDS) CHAOS_LOG=$(CHAOS_LOG) $(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadgroup \
		tests/service/test_chaos.py tests/service/test_chaos_away.py tests/service/test_chaos_runners.py $(CHAOS_ARGS)
	@$(BIN)/python -m tests.service.logbook $(CHAOS_LOG)

bench: $(STAMPS)/dev ## Measure us and the peers in one run
	$(BIN)/python -m benchmarks

docs: $(STAMPS)/dev ## Build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"

lock: $(STAMPS)/dev ## Pin the newest versions that fit pyproject.toml
	@$(PIP) install uv
	$(COMPILE) --all-extras --group dev --group docs --output-file requirements.lock
	$(COMPILE) --extra all --constraint requirements.lock --output-file requirements-runtime.lock

clean: ## Remove what was built and cached; .venv stays
	@rm -rf build dist site htmlcov .chaos.jsonl .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
