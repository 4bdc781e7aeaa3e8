# The commands of the project. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Names, versions and hashes for every platform; no address of any registry.
LOCK := pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  \033[1m%-14s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: .venv/ready ## Put everything into .venv (quick when nothing changed)

.venv/ready: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Eyelevel needs Python 3.11 or later; say which with PYTHON=python3.11")'
	@echo "Setting up .venv (once, under a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/^[^ ]/{/^uv==/p;/^ /p}' requirements-dev.lock > .venv/uv.lock
	@$(PIP) --require-hashes -r .venv/uv.lock
	@$(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock 2>/dev/null || $(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: demo
demo: setup ## Play a month for one agreement and open it for both parties (ARGS='--exit --json' ends by itself)
	@$(BIN)/eyelevel demo $(ARGS)

.PHONY: test
test: setup ## Run the tests (ARGS='tests/unit -k maintenance' narrows them)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: check
check: setup ## Check format, lint, types, import rules and that generated documents are current
	@$(BIN)/ruff format --check --quiet . || { echo "Run 'make format'"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/python -m services.cli.documents --check

.PHONY: format
format: setup ## Format the code and mend what the linter can
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

.PHONY: documents
documents: setup ## Write the OpenAPI and AsyncAPI documents anew from the code
	@$(BIN)/python -m services.cli.documents

.PHONY: chaos
chaos: setup ## Kill services at many more seeded points than the tests do (long)
	@EYELEVEL_CHAOS_POINTS=200 $(BIN)/python -m pytest -m chaos $(ARGS)

.PHONY: oracle
oracle: setup ## Put 20,000 random stories to the calculus and to the oracle (ARGS='1000 5000': so many, from which seed)
	@$(BIN)/python -m tests.oracle $(ARGS)

.PHONY: benchmarks
benchmarks: setup ## Measure costs beside their baselines (ARGS='facts evaluate' names some; an hour for all)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: live-proof
live-proof: setup ## Hold the live evaluator against `eyelevel evaluate` in 10,000 random histories (long)
	@EYELEVEL_LIVE_HISTORIES=10000 $(BIN)/python -m pytest -n auto --dist loadfile tests/integration/live $(ARGS)

.PHONY: mutants
mutants: setup ## Change the calculus in small ways and see that an example notices each (long; ARGS='--shard 1/8', '--file incidents/clocks', '--sample', '--report')
	@$(BIN)/python -m tests.mutation $(ARGS)

.PHONY: lock
lock: setup ## Pin names, versions and hashes of all dependencies anew
	@$(BIN)/uv $(LOCK) --output-file requirements.lock pyproject.toml
	@$(BIN)/uv $(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

.PHONY: clean
clean: ## Remove what can be made again
	@rm -rf .venv .cache build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
