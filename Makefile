# Commands of the house. `make help` lists them; each is safe to repeat.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
# Scripts that npm starts look `node` up through PATH, so the virtual environment's Node has to come first.
export PATH := $(CURDIR)/$(BIN):$(PATH)

SITE_SOURCES := $(shell find site -type f -not -path '*/node_modules/*' 2>/dev/null)
CATALOGUES := $(shell find locale -name '*.po' 2>/dev/null)

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- Installing and building ---------------------------------------------------------------------

$(VENV)/.runtime: pyproject.toml constraints.txt
	@test -x $(PYTHON) || python3 -m venv $(VENV)
	@echo "Installing Python packages and Node into $(VENV) (the first time takes some minutes) …"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	@echo "Installing the developers' tools …"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

site/node_modules/.installed: site/package-lock.json $(VENV)/.runtime
	@echo "Installing what builds the front end …"
	@npm --prefix site ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@

build/site/manifest.json: site/node_modules/.installed $(SITE_SOURCES)
	@echo "Building the front end …"
	@npm --prefix site run --silent build -- --logLevel warn
	@touch $@

build/.catalogues: $(VENV)/.runtime $(CATALOGUES)
	@$(BIN)/pybabel --quiet compile --directory locale --domain django
	@mkdir -p build && touch $@

.PHONY: setup
setup: $(VENV)/.dev build/site/manifest.json build/.catalogues ## Install everything a developer needs and build the front end

.PHONY: build
build: $(VENV)/.runtime build/site/manifest.json build/.catalogues ## Install what running needs and build the front end

# --- Running -------------------------------------------------------------------------------------

.PHONY: demo
demo: build ## Serve the demonstration clinic with worker and MIS simulators (PORT=8000); Ctrl-C ends all of it
	@exec $(PYTHON) manage.py serve_demo --port $(PORT)

.PHONY: demo-reset
demo-reset: ## Throw the demonstration's database, files and simulators' state away
	rm -rf var

# --- Checking ------------------------------------------------------------------------------------

.PHONY: format
format: $(VENV)/.dev ## Rewrite Python and templates in the house style
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
	git ls-files -z 'templates/*.html' | xargs -0 --no-run-if-empty $(BIN)/djhtml --tabwidth 2 || true

.PHONY: lint
lint: $(VENV)/.dev site/node_modules/.installed ## Formatters, linters, types and import contracts; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djhtml --check --tabwidth 2
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djlint --quiet --lint
	$(BIN)/lint-imports
	$(BIN)/mypy
	npm --prefix site run --silent check
	$(PYTHON) manage.py makemigrations --check --dry-run --settings config.settings.test

.PHONY: test
test: lint test-sqlite test-servers test-browser ## Everything that must pass

.PHONY: test-sqlite
test-sqlite: setup ## Unit and journey tests on SQLite
	$(BIN)/pytest -n 2 -m 'not browser and not servers'

.PHONY: test-servers
test-servers: setup ## The same on PostgreSQL with Redis and RabbitMQ, where they answer; in CI their absence fails
	$(PYTHON) -m tests.servers -- $(BIN)/pytest -n 2 -m 'not browser'

.PHONY: test-browser
test-browser: setup ## Journeys in Chromium against the demonstration clinic
	$(BIN)/pytest -m browser

.PHONY: bench
bench: setup ## Print each budget beside its figure (ONLY=booking, …)
	$(PYTHON) -m bench $(ONLY)

.PHONY: races
races: setup ## Many writers against one clinic for a minute: no overlap, no leaked hold, no lost seat
	DATABASE_URL=sqlite $(PYTHON) -m bench.races
	$(PYTHON) -m tests.servers -- $(PYTHON) -m bench.races

.PHONY: screenshots
screenshots: setup ## Picture every page type at four widths in both languages into var/screenshots
	$(PYTHON) -m tests.browser.screenshots

# --- Files made from the code ---------------------------------------------------------------------

.PHONY: messages
messages: $(VENV)/.dev ## Collect translatable strings into locale/ (needs Debian's gettext)
	$(PYTHON) manage.py makemessages --locale ru --no-obsolete --no-location --ignore 'build/*' --ignore 'site/*' --ignore 'var/*'

.PHONY: openapi
openapi: $(VENV)/.dev ## Rewrite docs/openapi.yaml from the code
	$(PYTHON) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml --settings config.settings.test

.PHONY: lock
lock: $(VENV)/.dev ## Rewrite constraints.txt from what is installed
	$(PYTHON) -m pip freeze --exclude-editable | grep -vE '^(pip|setuptools|wheel)==' > constraints.txt
