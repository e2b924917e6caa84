# From a bare checkout, with python3 and make alone:
#   make demo    fabricate a county, decide it, write the report and the packets
#   make serve   the pages in the browser, on a fabricated county
#   make test    everything that is checked, in about six minutes on two cores
#   make deep    the tests with many more examples, drawn anew each time; for a night
#   make bench   speed and memory, as a table and as CSV
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo serve test deep lint types unit browser java bench docs lock sbom clean

help:
	@echo "make demo    fabricate a county of about 20,000 people, decide it, write the report and the packets"
	@echo "make serve   open the pages in the browser, on a fabricated county"
	@echo "make test    run every check and every test"
	@echo "make deep    run the tests with many more examples, drawn anew each time"
	@echo "make bench   measure speed and memory"
	@echo "make docs    write the generated parts of docs/ anew"
	@echo "make lock    choose the versions of all libraries anew (requirements/)"
	@echo "make sbom    list what an installation holds, as build/sbom.json (CycloneDX)"
	@echo "make clean   remove what the commands above made"

# Only the versions of requirements/*.txt are installed, and only files whose hash stands there.
LOCKED := -m pip install -qq --disable-pip-version-check --require-hashes
# pyspark comes as a source archive: it is made a wheel with the setuptools of build.txt, and nothing fetched beside it.
FROM_SOURCE := --no-build-isolation --use-pep517
ITSELF := -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .

# What an environment holds follows from these files: the stamp is older than one of them, install again.
$(VENV)/runs: pyproject.toml requirements/build.txt requirements/run.txt
	@sh -c '$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))"' || \
	  { echo "Vacatur needs Python 3.11 or newer, and $(PYTHON) is not. Say which to use: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make a virtual environment (on Debian and Ubuntu, install python3-venv)"; rm -rf $(VENV); exit 1; }
	@echo "Installing Vacatur and the libraries it uses into $(VENV) ..."
	@$(BIN)/python $(LOCKED) -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/python $(ITSELF)
	@touch $@

$(VENV)/tests: $(VENV)/runs requirements/test.txt
	@echo "Installing what the tests use into $(VENV) ..."
	@$(BIN)/python $(LOCKED) $(FROM_SOURCE) -r requirements/test.txt
	@touch $@

DEMO := build/demo
DEMO_COUNTY := LOS ANGELES
DEMO_FAULTS := 0.0002

demo: $(VENV)/runs
	@mkdir -p $(DEMO)
	@$(BIN)/vacatur synth --people 20000 --county "$(DEMO_COUNTY)" --seed 64 --faults $(DEMO_FAULTS) \
	  --out $(DEMO)/los-angeles.dat --replace
	@$(BIN)/vacatur run $(DEMO)/los-angeles.dat --county "$(DEMO_COUNTY)" --pack ca-la-2020-pilot --as-of 2020-07-01 \
	  --out $(DEMO)/results --replace || test $$? -eq 3
	@$(BIN)/vacatur report $(DEMO)/results --replace
	@$(BIN)/vacatur file $(DEMO)/results --replace

serve: $(VENV)/runs
	@mkdir -p $(DEMO)
	@test -f $(DEMO)/los-angeles.dat || $(BIN)/vacatur synth --people 20000 --county "$(DEMO_COUNTY)" --seed 64 \
	  --faults $(DEMO_FAULTS) --out $(DEMO)/los-angeles.dat
	@$(BIN)/vacatur serve $(DEMO)/los-angeles.dat --data build/pages

# The types are looked at by one processor while the tests begin on the other.
test: lint
	@$(MAKE) --no-print-directory -j2 types unit

lint: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/tests
	$(BIN)/mypy

# What one worker has compiled need not be compiled again by the other, nor by the processes that tests start.
unit deep: export PYTHONDONTWRITEBYTECODE :=
unit: $(VENV)/tests browser java
	POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -q -n 2

deep: $(VENV)/tests browser java
	VACATUR_TESTS=deep $(BIN)/python -m pytest -q -n 2

# The pages are tried in a real browser, installed where it is missing and can be: Debian's Chromium, in the form without
# windows (chromium-headless-shell), in which the same takes less time, else the whole.
browser:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	  echo "Installing chromium, in which the tests try the pages ..." && apt-get update -qq && \
	  { apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null 2>&1 || \
	  apt-get install -y -qq --no-install-recommends chromium >/dev/null; }; } || \
	  echo "NO BROWSER: the pages will NOT be tried in a real one. Install it: apt-get install chromium"

# Runs on Spark are tried for real: Debian's Java, installed where it is missing and can be.
java:
	@command -v java >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	  echo "Installing Java, on which Spark runs ..." && apt-get update -qq && \
	  apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; } || \
	  echo "NO JAVA: runs on Spark will NOT be tried. Install it: apt-get install default-jre-headless"

bench: $(VENV)/runs
	$(BIN)/python -m benchmarks

docs: $(VENV)/runs
	$(BIN)/python docs/generate.py

TOOLS := build/tools
$(TOOLS)/ready: requirements/release.txt
	@test -x $(TOOLS)/bin/python || $(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python $(LOCKED) -r requirements/release.txt
	@touch $@

# Versions that still fit stay as they are; to take newer ones: make lock UPGRADE=--upgrade
UPGRADE :=
LOCK = $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-emit-index-url $(UPGRADE)
lock: $(TOOLS)/ready
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) pyproject.toml --extra encrypt -c requirements/build.txt -o requirements/run.txt
	$(LOCK) pyproject.toml --extra dev -c requirements/build.txt -c requirements/run.txt -o requirements/test.txt
	$(LOCK) requirements/release.in -o requirements/release.txt

# An environment that holds what runs, and nothing else, is what is listed.
sbom: $(TOOLS)/ready
	@rm -rf build/listed
	@$(PYTHON) -m venv --without-pip build/listed
	@$(TOOLS)/bin/python -m pip --python build/listed/bin/python install -qq --disable-pip-version-check \
	  --require-hashes -r requirements/run.txt
	@$(TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible \
	  --output-format JSON --output-file build/sbom.json build/listed/bin/python
	@rm -rf build/listed
	@echo "build/sbom.json lists what an installation holds."

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis
