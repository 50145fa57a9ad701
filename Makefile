# Everything runs in a virtual environment of its own; only Python >= 3.11, make and a package index are needed.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: report test check lint glossary peers bench clean

report: $(INSTALLED)  ## Run the main job on the sample articles and write build/report.html
	$(BIN)/xindaya report corpora/en corpora/en-web --output build/report.html

test: $(INSTALLED)  ## Run all tests
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: lint test  ## Run everything that CI runs

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

glossary: $(INSTALLED)  ## Build the shipped glossaries and units from their source
	$(BIN)/xindaya glossary convert glossaries/policy glossaries/policy.tbx
	$(BIN)/xindaya glossary convert glossaries/health glossaries/health.tbx
	(echo zh,en,kind; tail -qn +2 glossaries/units/*.csv | LC_ALL=C sort) > glossaries/units.csv

$(INSTALLED): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "xindaya needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# Weblate wants headers of the system for what it draws and backs up with, which no check needs.
peers:  ## Install the peers of benchmarks in an environment of their own: PEERS_PYTHON=build/peers/bin/python
	$(PYTHON) -m venv build/peers
	build/peers/bin/pip install --quiet translate-toolkit plsfix
	build/peers/bin/pip install --quiet --no-deps 'weblate>=5.14,<5.15'
	build/peers/bin/python -c "import importlib.metadata as m; [print(r.split(';')[0]) for r in m.requires('weblate') if 'extra' not in r]" \
	| grep -viE 'cairo|gobject|borgbackup|translate-toolkit' \
	| while read -r wanted; do build/peers/bin/pip install --quiet --only-binary :all: "$$wanted" || true; done

bench: $(INSTALLED)  ## Print quality and speed beside the peers; PLSFIX_PYTHON and PEERS_PYTHON may name interpreters
	$(BIN)/python -m tests.benchmarks.bench_mojibake
	$(BIN)/python -m tests.benchmarks.bench_noise
	$(BIN)/python -m tests.benchmarks.bench_recognition_speed
	$(BIN)/python -m tests.benchmarks.bench_pairs
	$(BIN)/python -m tests.benchmarks.bench_speed
	$(BIN)/python -m tests.benchmarks.bench_termbases
	$(BIN)/python -m tests.benchmarks.bench_peers
	$(BIN)/python -m tests.benchmarks.bench_growth --output build

clean:  ## Remove what was built
	rm -rf build dist $(VENV)
