# The front door. Each target makes what it needs first and remembers it by a stamp in .venv,
# so that a second `make run` installs nothing. `make help` lists the targets.

PYTHON   ?= $(firstword $(shell command -v python3.11 python3))
LOGS     ?= data/sample
HOME_DIR ?= var
UPGRADE  ?=
BENCH    ?=

VENV     := .venv
BIN      := $(VENV)/bin
RUNTIME  := $(VENV)/.runtime
PROJECT  := $(VENV)/.project
DEV      := $(VENV)/.dev
SPARK    := $(VENV)/.spark
PEERS    := build/peers
CHROMIUM := /usr/bin/chromium
JAVA     := /usr/bin/java
PACKAGES := tutor_reliability dashboards assets quality pipelines

# Bytecode is compiled once, at installation: without it Dagster starts three times as slowly.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK = 1

PIP     = $(PYTHON) -m pip --python $(BIN)/python install --quiet
INSTALL = $(PIP) --no-compile --require-hashes --only-binary :all:
COMPILE = $(BIN)/python -m compileall -q -j 0 $(VENV)/lib

TESTS = $(BIN)/python -m pytest --numprocesses=logical --dist=loadfile --no-loadscope-reorder

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-header --annotation-style line $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run dagster test test-all spark bench bench-evidence sample check lint types wheel format lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(PROJECT) ## a night on data/sample: LOGS=folder and HOME_DIR=folder choose others
	$(BIN)/tutor-reliability run --logs $(LOGS) --home $(HOME_DIR)

dagster: $(DEV) $(PROJECT) ## Dagster's own pages and its daemon, with the nightly schedule on
	$(BIN)/python -m pipelines.dagster_home $(HOME_DIR)/dagster
	DAGSTER_HOME=$(abspath $(HOME_DIR)/dagster) TUTOR_RELIABILITY_HOME=$(abspath $(HOME_DIR)) \
	TUTOR_RELIABILITY_LOGS=$(abspath $(LOGS)) $(BIN)/dg dev

test: $(DEV) $(PROJECT) | $(CHROMIUM) ## every test but the slow ones
	$(TESTS)

test-all: $(DEV) $(PROJECT) $(SPARK) | $(CHROMIUM) $(JAVA) ## every test
	$(TESTS) -m ''

spark: $(PROJECT) $(SPARK) | $(JAVA) ## what `run --engine spark` needs: the extra and Java

bench: $(DEV) $(PROJECT) $(SPARK) $(PEERS)/.installed | $(JAVA) ## measure and keep the figures: BENCH='landing --rows 10000000' says what
	$(BIN)/python -m benchmarks $(BENCH)

bench-evidence: $(DEV) $(PROJECT) ## prove the score on simulated years with planted truth
	$(BIN)/python -m benchmarks.evidence

sample: $(PROJECT) ## write data/sample anew; the same seed gives the same bytes
	$(BIN)/tutor-reliability simulate data/sample

check: lint types wheel ## lint, layers, SQL style, types, wheel

lint: $(DEV) $(PROJECT) ## Python style, layers between the packages, SQL style
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar $(PACKAGES)

types: $(DEV) $(PROJECT) ## mypy, strict
	$(BIN)/mypy

wheel: $(DEV) $(PROJECT) ## build the wheel, compare it with the checkout, try it in an empty folder
	$(BIN)/python -m pytest -m '' tests/packaging

format: $(DEV) $(PROJECT) ## put Python and SQL into the house style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/sqlfluff fix --disable-progress-bar $(PACKAGES)

lock: $(DEV) ## write the locks anew; UPGRADE=--upgrade takes newer versions
	$(LOCK) --group build pyproject.toml --output-file requirements.lock
	$(LOCK) --group dev --extra ui --constraints requirements.lock --no-annotate \
		pyproject.toml --output-file requirements-dev.lock
	$(LOCK) --group build --extra spark --constraints requirements.lock --no-annotate \
		pyproject.toml --output-file requirements-spark.lock
	$(LOCK) --no-annotate benchmarks/peers/requirements.in \
		--output-file benchmarks/peers/requirements.lock

clean: ## remove the environment and what tools leave behind; never the home
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
		echo "make: $(PYTHON): is not Python 3.11; give one, as in make PYTHON=/path/to/python3.11 run" >&2; \
		exit 1; }
	$(PYTHON) -m venv --without-pip $(VENV)

$(RUNTIME): requirements.lock | $(BIN)/python
	@echo "make: installing what requirements.lock names into $(VENV): about a minute, once"
	@$(INSTALL) --requirement requirements.lock
	@$(COMPILE)
	@touch $@

$(PROJECT): pyproject.toml $(RUNTIME)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "make: installing what requirements-dev.lock names into $(VENV): about a minute, once"
	@$(INSTALL) --requirement requirements-dev.lock
	@$(COMPILE)
	@touch $@

# pyspark comes as source alone, which holds its jars and builds with the setuptools of the lock.
$(SPARK): requirements-spark.lock $(RUNTIME)
	@echo "make: installing what requirements-spark.lock names into $(VENV): a minute or two, once"
	@$(INSTALL) --no-binary pyspark --no-build-isolation --requirement requirements-spark.lock
	@$(COMPILE)
	@touch $@

# The tools that the benchmark stands beside have an environment of their own: they ask for other
# versions than we do.
$(PEERS)/.installed: benchmarks/peers/requirements.lock | $(BIN)/python
	@echo "make: installing what benchmarks/peers/requirements.lock names into $(PEERS): a minute, once"
	@$(PYTHON) -m venv --without-pip $(PEERS)
	@$(PYTHON) -m pip --python $(PEERS)/bin/python install --quiet --no-compile --require-hashes \
		--only-binary :all: --requirement benchmarks/peers/requirements.lock
	@$(PEERS)/bin/python -m compileall -q -j 0 $(PEERS)/lib
	@touch $@

$(CHROMIUM):
	@test "$$(id -u)" = 0 || { \
		echo "make: $(CHROMIUM): missing, and the browser tests need it; as root: apt-get install chromium" >&2; \
		exit 1; }
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		chromium fonts-liberation

$(JAVA):
	@test "$$(id -u)" = 0 || { \
		echo "make: $(JAVA): missing, and Spark needs it; as root: apt-get install openjdk-17-jre-headless" >&2; \
		exit 1; }
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		openjdk-17-jre-headless
