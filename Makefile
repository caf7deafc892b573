# Every target sets up what it needs. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
# What not everyone needs: sms, postgresql, or both with a space between.
EXTRAS ?=
WITH = $(foreach extra,$(EXTRAS),--extra $(extra))
UV = $$($(PYTHON) scripts/get_uv.py)
RUN = $(UV) run --frozen
export UV_PYTHON_DOWNLOADS = never
# Where the system keeps certificates, trust those: a company's own proxy is among them.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS = 1
endif

.DEFAULT_GOAL := help
.PHONY: help setup install run test fast check format bench sheets images model

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null || grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST)

setup: ## install everything into .venv, with the tools for development
	@$(PYTHON) scripts/get_uv.py > /dev/null
	@$(UV) sync --frozen --quiet

install: ## install what serving needs; EXTRAS="sms postgresql" for these too
	@$(PYTHON) scripts/get_uv.py > /dev/null
	@$(UV) sync --frozen --no-dev --inexact --quiet $(WITH)

run: ## serve Hearthlight on http://127.0.0.1:8000; PORT and EXTRAS as you like
	@$(PYTHON) scripts/get_uv.py > /dev/null
	@$(UV) run --frozen --no-dev --quiet $(WITH) hearthlight serve --port $(PORT)

fast: setup ## the fast tests only: no browser
	$(RUN) pytest -q -n auto --dist worksteal -m "not browser"

test: setup ## every test, the fast ones first
	$(RUN) pytest -q -n auto --dist worksteal -m "not browser"
	CHROMIUM=$$($(PYTHON) scripts/get_chromium.py) && export CHROMIUM && $(RUN) pytest -q -n auto --dist worksteal -m browser

check: setup ## format, lint, strict types, layers, packs, plain words, coverage
	$(RUN) ruff format --check
	$(RUN) ruff check
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) hearthlight pack check
	$(RUN) hearthlight pack plain
	$(RUN) hearthlight pack coverage

format: setup ## put the code into shape
	$(RUN) ruff format
	$(RUN) ruff check --fix

images: setup ## make the README's pictures anew
	CHROMIUM=$$($(PYTHON) scripts/get_chromium.py) && export CHROMIUM && $(RUN) python scripts/take_pictures.py

sheets: setup ## have two accessibility checkers look at every sheet; about a minute
	$(UV) run --frozen --group sheets python scripts/check_sheets.py

bench: setup ## measure, and write docs/performance.md and docs/scale.md
	CHROMIUM=$$($(PYTHON) scripts/get_chromium.py || true) && export CHROMIUM && $(UV) run --frozen --group bench python -m benchmarks $(BENCH)
	$(UV) run --frozen --group bench python -m benchmarks.directory --write $(SCALE)

model: setup ## make the models that read a caregiver's words; about forty minutes
	$(UV) run --frozen --group training python -m training
