# Tsunagu. `make` alone lists what there is.
SHELL := /bin/bash
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .venv-tools/bin/uv)
BIN := .venv/bin
PORT ?= 8000
# Side by side, one worker for each processor; what tests start a hundred times is compiled once.
TESTS := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --durations=10

.DEFAULT_GOAL := help

help: ## この一覧 / this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 15

.venv-tools/bin/uv:
	@$(PYTHON) -m venv .venv-tools
	@.venv-tools/bin/pip install -q --disable-pip-version-check uv==$(UV_VERSION)

setup: $(if $(findstring .venv-tools,$(UV)),.venv-tools/bin/uv) ## .venv を固定された版から作る / make .venv from the hash-pinned lock
	@$(UV) sync --frozen --all-packages --all-groups --compile-bytecode --quiet
	@$(BIN)/python -m compileall -q kit/src clients/python/src services

run: setup ## 体験用データ入りで全体を動かす / the whole platform with demonstration data
	@$(BIN)/tsunagu run --demo --port $(PORT)

test: setup ## 試験（実物の PostgreSQL・RabbitMQ があれば使う）/ tests, on real servers where there are any
	@$(TESTS)

compose-test: setup ## compose.yaml を本当に起動して試す（数分）/ brings compose.yaml up for real; minutes
	@TSUNAGU_COMPOSE_TEST=1 $(BIN)/python -m pytest tests/compose

chaos: setup ## 100 回ずつの強制終了（長い）/ every kill point 100 times; an hour
	@TSUNAGU_CHAOS_RUNS=$${TSUNAGU_CHAOS_RUNS:-100} $(BIN)/python -m pytest tests/chaos tests/stock_nameko

bench-release: setup ## 版を出す前に：すべての比を測って残す（長い）/ before a release: measure and keep every ratio; hours
	@$(BIN)/tsunagu bench --record

check: setup ## 書式・型・構造・契約・試験 / lint, types, architecture, contracts, tests: what CI runs
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy kit/src/tsunagu services clients/python/src
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/tsunagu contracts --check
	@$(TESTS)

.PHONY: help setup run test compose-test chaos bench-release check
