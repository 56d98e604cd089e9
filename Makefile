# `make run` and `make test` set up whatever they need, then do it. Messages are in French, as people read them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
export UV_PYTHON_DOWNLOADS := never
export PORT ?= 8000

# The system's Python first: Debian builds it with profile-guided optimisation.
PYTHON ?= $(shell for p in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
READY := .venv/.ready
SCRIPTS_READY := node_modules/.ready
AWS_CLI := .venv-deploy/.ready
# Folders count too, so that removing a file also freezes the site again.
SOURCES := $(shell find courtois templates site functions -not -name '*.pyc' -not -name __pycache__)
# Figures are those of the day: yesterday's pages are old.
ANOTHER_DAY := $(if $(shell find build/.frozen -newermt "$$(date +%F)" 2>/dev/null),,another-day)

.PHONY: run serve freeze test quick lint check nightly bench modules same load fuzz check-law
.PHONY: rehearse deploy edge rollback undeploy sbom architecture format heights lock clean
.PHONY: scripts natives chromium java servers image another-day

run serve: export COURTOIS_SHARES ?= build/partages
run: build/.frozen
	@$(BIN)/python -m courtois_server

# The same, for a small server of one's own: two processes, one for when the other dies; never as a demonstration.
serve: export WEB_CONCURRENCY ?= 2
serve: build/.frozen
	@exec $(BIN)/python -m courtois_server --public

# Half an hour at 80 % of what this machine can serve, then a minute at twice that; figures go to docs/mesures.md.
load: export MINUTES ?= 30
load: build/.frozen
	@$(BIN)/python -m bench.load

freeze:
	@rm -f build/.frozen
	@$(MAKE) --no-print-directory build/.frozen

# Every test but the exhaustive ones, which `make nightly` adds.
test: build/.frozen $(AWS_CLI) | chromium servers
	@$(BIN)/pytest $(if $(NIGHTLY),,-m "not slow")

# Our letter beside stock WeasyPrint and Chromium: figures go to docs/mesures.md. QUICK=1 takes a minute or two.
bench: build/.frozen | chromium
	@$(BIN)/python -m bench $(if $(QUICK),--quick)

# How high WeasyPrint draws each block of the letters: to measure again when their sheet, fonts or templates change.
heights: $(READY)
	@$(BIN)/python -m bench.sheet_heights

lint: $(READY)
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

# About a minute, to type while writing: no browser, no server, no layout, fewer random examples.
quick: export HYPOTHESIS_PROFILE := quick
quick: lint
	@$(BIN)/pytest -m "not (browser or drawing or hostile or server or slow)"

# What every change must pass. The tests come last: their closing line sums up the whole.
check: lint | chromium java servers
	@$(MAKE) --no-print-directory scripts freeze
	@$(BIN)/python infra/vnu.py build/site
	@$(BIN)/python infra/check_law.py --only-warn
	@$(MAKE) --no-print-directory test

# The same with every exhaustive test, and ten times as many examples drawn, never twice the same.
nightly: export HYPOTHESIS_PROFILE := nightly
nightly: | image
	@$(MAKE) --no-print-directory check NIGHTLY=1

# The site's scripts and styles: types, lint, and the tests that need no browser.
scripts: $(SCRIPTS_READY)
	@$(NPM) run --silent check

# Each figure of the law and the day to read it again; stands apart, for it fails with the calendar.
check-law: $(READY)
	@$(BIN)/python infra/check_law.py

# The function's image, built by buildah from infra/Dockerfile and run as Lambda would. Root, on Debian.
rehearse: build/.frozen | image
	@$(BIN)/pytest -n0 -s -m slow tests/test_image.py

# Ten thousand requests drawn from the OpenAPI document, at the real server: a quarter of an hour.
FUZZ ?= 1500
fuzz: build/.frozen
	@FUZZ=$(FUZZ) $(BIN)/pytest -n0 -s tests/test_openapi.py -k generated_requests

# Which modules a letter's answers enter, from the request to the PDF.
modules: build/.frozen
	@$(BIN)/python -m bench.modules

# What the product is made of, for whoever watches over its libraries: CycloneDX, from the locks.
sbom: $(READY)
	@mkdir -p dist
	@$(BIN)/cyclonedx-py requirements requirements-aws.txt --output-reproducible -o dist/sbom.json

# An AWS account of one's own: infra/README.md. DRY_RUN=1 only reads, YES=1 agrees beforehand, NEW_SECRET=1
# changes the secret, SET="Name=value …" gives parameters to the stack.
deploy edge: build/.frozen
deploy edge rollback undeploy: $(READY) $(AWS_CLI)
	@$(BIN)/python -m infra.deploy $@ $(if $(DRY_RUN),--dry-run) $(if $(YES),--yes) \
		$(if $(NEW_SECRET),--new-secret) $(addprefix --set ,$(SET))

# The AWS CLI wants a botocore of its own: an environment apart.
$(AWS_CLI): requirements-deploy.txt $(READY)
	@echo "Préparation de l’AWS CLI…"
	@$(BIN)/uv venv -q --clear -p $(BIN)/python .venv-deploy
	@$(BIN)/uv pip sync -q -p .venv-deploy/bin/python --require-hashes --no-build --compile-bytecode requirements-deploy.txt
	@touch $@

# The picture in docs/architecture.md, drawn from the imports.
architecture: $(READY)
	@$(BIN)/python -m infra.architecture

# Two checkouts are asked the same things; what differs is printed. CASES=50 for a quicker look.
CASES ?= 500
same: build/.frozen
	@test -n "$(REF)" || { echo "À quoi comparer ? make same REF=<commit>" >&2; exit 1; }
	@$(BIN)/python -m bench.same --ref "$(REF)" --cases $(CASES)

format: $(READY)
	@$(BIN)/ruff check --fix --exit-zero
	@$(BIN)/ruff format

# Hashes for every platform, from the public index, and no address in the files.
# num2words wants docopt for its command line alone; docopt has no wheel, so it stays out.
# Versions stay as they are where pyproject.toml allows it; `make lock UPGRADE=1` takes the newest of each.
COMPILE = env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --no-config $(if $(UPGRADE),--upgrade) --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-package docopt
lock: $(READY)
	@$(COMPILE) pyproject.toml -o requirements.txt >/dev/null
	@$(COMPILE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt >/dev/null
	@$(COMPILE) --group build -c requirements-dev.txt -o requirements-build.txt >/dev/null
	@$(COMPILE) pyproject.toml --group aws -c requirements-dev.txt -o requirements-aws.txt >/dev/null
	@$(COMPILE) --group deploy -o requirements-deploy.txt >/dev/null

clean:
	@rm -rf build dist .venv .venv-deploy node_modules .nginx .hypothesis .*_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

natives:
	@test -n "$(PYTHON)" || { echo "Il faut Python 3.11 ou plus récent." >&2; exit 1; }
	@$(PYTHON) infra/natives.py libraries

chromium java servers image: | natives
	@$(PYTHON) infra/natives.py $@

# uv comes by its hash; nothing is built from source but this project.
$(READY): pyproject.toml requirements-build.txt requirements-dev.txt | natives
	@echo "Préparation de l’environnement…"
	@{ test -x $(BIN)/uv && test -x $(BIN)/python; } || { $(PYTHON) -m venv --clear .venv; $(BIN)/python -m pip install -qq --require-hashes -r requirements-build.txt; }
	@$(BIN)/uv pip sync -q -p $(BIN)/python --require-hashes --no-build --compile-bytecode requirements-dev.txt
	@$(BIN)/uv pip install -q -p $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# What checks the scripts, by its hashes. Node.js comes with .venv, and none of it is shipped.
NPM = PATH="$(abspath $(BIN)):$$PATH" npm
$(SCRIPTS_READY): package.json package-lock.json .npmrc | $(READY)
	@echo "Préparation des outils des scripts…"
	@$(NPM) ci --silent
	@touch $@

# Written aside, then put in place: a freeze that fails leaves the last one whole. WeasyPrint leaves a colour profile
# open; pages are compressed to be served as they are to browsers that take them.
build/.frozen: $(READY) $(SOURCES) $(ANOTHER_DAY)
	@mkdir -p build; next=$$(mktemp -d build/next.XXXXXX); trap "rm -rf $$next" EXIT; \
	$(BIN)/python -W error -m courtois_site.freeze --build $$next; \
	$(BIN)/python -W error -m courtois_build.openapi $$next/openapi.json; \
	$(BIN)/python -W error -W ignore::ResourceWarning -m courtois_build.pictures $$next/site; \
	$(BIN)/python -m whitenoise.compress --quiet $$next/site; \
	mkdir $$next/.former; \
	for new in $$next/*; do old=build/$${new##*/}; ! test -e $$old || mv $$old $$next/.former/; mv $$new $$old; done
	@touch $@
