# The two commands: make demo, make test. Nothing but Python 3.11 and make is needed.
# The distribution's own Python comes first: it is built with profiles, which one built by pyenv isn't, and runs the tests
# with a tenth less of the processor. Where Debian's has no ensurepip, it can't make an environment.
PYTHON ?= $(shell for python in /usr/bin/python3.11 /usr/bin/python3.12 /usr/bin/python3.13 \
	python3.11 python3.12 python3.13 python3; do \
	"$$python" -c 'import ensurepip' 2>/dev/null && command -v "$$python" && break; done)
BIN := .venv/bin

# A lock names all that is needed. It is compiled when it is loaded: most of it never is.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile

# Tests wait for databases, pauses and processes of their own now and then: three keep two cores at work.
TESTS := $(BIN)/python -m pytest -n 3 --dist worksteal

# Whole stories: each preset and each DAO of the examples, from its set-up to what it carries out, the main job as it is
# shown and in each language, what wallets do on the pages, the tours and the buttons of the sandbox, the scenario of the
# pictures. pyproject.toml leaves them out where no path is given.
STORIES := tests/daos tests/main_job/shown tests/main_job/spoken tests/pictures tests/presets tests/sandbox/tour tests/sandbox/world tests/web/walks
STORIES_TOO := -o 'norecursedirs=.* node_modules'

# Hundreds of processes of the tests load the program, three of them at the same time at first: it is compiled once, when
# it is installed, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: pictures messages demo test stories browser scan crash assurance bench lint lock clean

# Needs the bot and the sandbox alone: nothing of the tests is installed for it.
demo: .venv/demo
	$(BIN)/python -m sandbox.demo $(ARGS)

test:
	$(MAKE) --no-print-directory -j 2 .venv/ready .venv/node .venv/browser
	$(TESTS) $(ARGS)

# `make test` tries in parts what these put together.
stories: .venv/ready .venv/node .venv/browser
	$(TESTS) $(STORIES) $(ARGS)

# The pages used in a browser, and so is the sandbox: all that `make test` tries in short, on a phone and at a desk.
browser: .venv/ready .venv/node .venv/browser
	$(BIN)/python -m pytest -n 2 --dist loadfile -o python_files='test_*_in_a_browser.py' --browser $(STORIES_TOO) $(ARGS)

# A kill at every point of the main job, several times each, and some at random moments. Each of its tests has a process
# of its own.
crash: .venv/ready
	FOLKMOOT_CRASHES_AT_EACH_POINT=8 FOLKMOOT_RANDOM_KILLS=20 $(TESTS) tests/crash

# What `make test` does in a small form, in full: random elections against the naive count, any life of a parliament and
# every other property, every attack by field, a thousand kills while all around fails, every test on PostgreSQL.
assurance: .venv/ready
	$(BIN)/python -m tests.naive --count 20000
	FOLKMOOT_ASSURANCE=1 $(TESTS) --timeout 0 $(STORIES_TOO)
	$(TESTS) --timeout 0 -m attack --attacks --browser $(STORIES_TOO)
	FOLKMOOT_RANDOM_KILLS=1000 $(BIN)/python -m pytest --timeout 0 tests/crash/test_random_kills.py
	$(TESTS) --timeout 0 --database postgresql $(STORIES_TOO)

# Some minutes each; npm is needed. A goal that is missed stops none of the others.
bench: .venv/ready .venv/node
	missed=0; \
	$(BIN)/python bench/tally.py || missed=1; \
	$(BIN)/python -m bench.power || missed=1; \
	$(BIN)/python -m bench.votes || missed=1; \
	$(BIN)/python -m bench.web || missed=1; \
	$(BIN)/python -m bench.scale || missed=1; \
	$(BIN)/python -m bench.start || missed=1; \
	$(BIN)/python -m bench.pages || missed=1; \
	$(BIN)/python -m bench.scrolling || missed=1; \
	$(BIN)/python -m bench.mirror || missed=1; \
	$(BIN)/python -m bench.forecast || missed=1; \
	$(BIN)/python -m bench.summaries || missed=1; \
	$(BIN)/python -m bench.statistics || missed=1; \
	exit $$missed

# The pages looked at by wapiti, an independent scanner, which has an environment of its own.
scan: .venv/ready .scan/ready
	$(BIN)/python -m scripts.scan

# A picture of every kind of message, card and page, at the width of a phone and of a desktop, in docs/img, where what
# it shows has changed.
pictures: .venv/ready .venv/browser
	$(BIN)/python -m scripts.pictures

# The template of all sentences, and the catalogue of each language: `make messages`, or `make messages LOCALE=de` for a
# new one.
messages: .venv/ready
	$(BIN)/python -m scripts.messages $(LOCALE)

# What looks at the code without running it.
lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/demo: requirements/demo.lock
	$(PYTHON) -m venv .venv
	$(PIP_INSTALL) --require-hashes -r requirements/demo.lock
	touch $@

.venv/ready: requirements/all.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP_INSTALL) --require-hashes -r requirements/all.lock
	$(PIP_INSTALL) --no-build-isolation -e .
	$(BIN)/python -m compileall -q -j 2 -x node_modules bot cogs sandbox
	touch $@ .venv/demo

# The independent parts that the sandbox is held against: anvil, and Safe's own client libraries. Where there is no npm
# their tests are left out.
NODE_FOLDERS := sandbox/chain/anvil tests/sandbox/safe_service/kit tests/web/browser/axe tests/web/siwe tests/domain/voter_rewards/openzeppelin
.venv/node: $(addsuffix /package-lock.json,$(NODE_FOLDERS))
	mkdir -p .venv
	if command -v npm >/dev/null; then for folder in $(NODE_FOLDERS); do npm ci --silent --prefix $$folder || exit 1; done; fi
	touch $@

# The browser: the distribution's Chromium where there is one, else npm's. Without npm too, tests in it are left out.
.venv/browser: .venv/ready sandbox/chromium_program/package-lock.json
	if ! $(BIN)/python -m sandbox.chromium_program >/dev/null 2>&1 && command -v npm >/dev/null && [ "$$(uname -sm)" = "Linux x86_64" ]; then \
		npm ci --silent --prefix sandbox/chromium_program && node sandbox/chromium_program/unpack.mjs; \
	fi
	touch $@

.scan/ready: requirements/scan.lock
	$(PYTHON) -m venv .scan
	.scan/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/scan.lock
	touch $@

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet
lock:
	$(COMPILE) pyproject.toml -o requirements/bot.lock
	$(COMPILE) pyproject.toml --extra sandbox -o requirements/demo.lock
	$(COMPILE) pyproject.toml --extra sandbox --extra mcp --group dev -o requirements/all.lock
	$(COMPILE) --group scan -o requirements/scan.lock

clean:
	rm -rf .venv .scan .demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
