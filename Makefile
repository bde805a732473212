# What a person or a machine does with this repository. Everything needs Go 1.26
# alone, but for the client tests of "make test", which set themselves up.

GO ?= go
PYTHON ?= python3
VENV := .venv
CLIENTS := cmd/gorgo/testdata/clients

.PHONY: run build test check bench bench-train bench-lang test-lang test-slow test-machine test-long fuzz-lang soak modules golden generate fuzz lint format clean clients

# Run the quickstart notebook and write its report.
run:
	$(GO) run ./cmd/gorgo run notebooks/gallery/quickstart.ipynb

# The program takes along where this Go installation finds modules, for machines
# that have none.
MODULES := github.com/gorgolab/gorgo/interp/modules
build:
	CGO_ENABLED=0 $(GO) build -o gorgo -ldflags "-X $(MODULES).builtProxy=$$($(GO) env GOPROXY) -X $(MODULES).builtSumDB=$$($(GO) env GOSUMDB)" ./cmd/gorgo

# All tests: Go's, and those against real Jupyter clients. Where Python or
# Chromium is missing, the tests that need it say so and are skipped; with
# CI=true they fail instead.
test: clients
	GORGO_PYTHON="$$( [ -x $(VENV)/bin/python ] && echo $(CURDIR)/$(VENV)/bin/python )" $(GO) test -timeout 30m ./...

# The virtual environment of the client tests, with pinned versions.
clients:
	@if command -v $(PYTHON) >/dev/null 2>&1; then \
		if ! cmp -s $(CLIENTS)/requirements.txt $(VENV)/requirements.txt; then \
			echo "Setting up $(VENV) for the client tests …" && \
			rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) && \
			$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $(CLIENTS)/requirements.txt && \
			cp $(CLIENTS)/requirements.txt $(VENV)/requirements.txt; \
		fi; \
	else \
		echo "No $(PYTHON): the tests against Jupyter clients will not run. Install Python 3.9 or later to run them."; \
		[ "$$CI" != true ]; \
	fi

# A training step beside PyTorch, TensorFlow and JAX, in an environment with
# pinned versions of them (about 2 GB) that it makes itself.
BENCH_VENV := .venv-bench
BENCH := lib/train/testdata/bench
bench-train:
	@if ! cmp -s $(BENCH)/requirements.txt $(BENCH_VENV)/requirements.txt; then \
		rm -rf $(BENCH_VENV) && $(PYTHON) -m venv $(BENCH_VENV) && \
		$(BENCH_VENV)/bin/pip install --quiet --disable-pip-version-check -r $(BENCH)/requirements.txt && \
		cp $(BENCH)/requirements.txt $(BENCH_VENV)/requirements.txt; \
	fi
	GORGO_BENCH_PYTHON=$(CURDIR)/$(BENCH_VENV)/bin/python $(GO) test ./lib/train -run '^$$' -bench Beside -benchtime 1x -timeout 60m -v

# Programs with popular modules, compared with what the compiler makes of them;
# this downloads the modules.
modules:
	GORGO_MODULES=1 $(GO) test ./interp -run TestPopularModules -timeout 30m -v

format:
	gofmt -l -w $$(git ls-files '*.go')

lint:
	@files="$$(gofmt -l $$(git ls-files '*.go' | grep -v /testdata/))"; \
	if [ -n "$$files" ]; then echo "not formatted (make format):"; echo "$$files"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

# What must hold before a change is handed in.
check: lint test

# The kernel beside ipykernel and, where PyPI has a wheel of it, xeus-python; the
# language; the training library.
bench: clients
	@[ ! -x $(VENV)/bin/pip ] || $(VENV)/bin/pip install --quiet --disable-pip-version-check --only-binary :all: -r $(CLIENTS)/requirements-bench.txt || \
		echo "There is no wheel of xeus-python for this Python: it is not measured."
	GORGO_PYTHON="$$( [ -x $(VENV)/bin/python ] && echo $(CURDIR)/$(VENV)/bin/python )" $(GO) test -run '^$$' -bench . -benchtime 1s ./cmd/gorgo ./interp ./lib/...

# A kernel under random cells, clients and faults, for SOAK.
SOAK ?= 10m
soak:
	GORGO_SOAK=$(SOAK) $(GO) test -count 1 -timeout 0 -run TestSoak -v ./kernel/stress

# Rewrite the golden files, to be read as a diff.
golden:
	$(GO) test ./... -update

generate:
	$(GO) generate ./...

# Each fuzz test for FUZZTIME.
FUZZTIME ?= 30s
fuzz:
	@for pkg in $$($(GO) list ./...); do \
		for name in $$($(GO) test -list '^Fuzz' $$pkg 2>/dev/null | grep '^Fuzz'); do \
			echo "$$pkg $$name"; $(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

# The whole of what "make test" runs a sample of: Go's own test programs, the
# examples of the standard library.
test-lang:
	GORGO_GOSUITE=all $(GO) test ./interp -run 'TestGoSuite|TestExamples' -v -timeout 90m
	$(GO) test ./interp/check -run TestErrorCheck -v

# What networks reach on well-known data, and what each means of training is good
# for, over several seeds; about three minutes.
test-slow:
	GORGO_SLOW=1 $(GO) test ./lib/ensemble ./lib/train ./lib/tune -count 1 -v -timeout 60m

# What a person cannot see in a plain test run: the types that are built at run
# time under the collector's stress, the race detector and the checks of unsafe
# pointers, with a choice of sessions; and on arm64, in an emulator, what depends
# on the processor. It needs a C compiler and QEMU's user mode (Debian: gcc libc6-dev
# qemu-user-static), and says so where they are missing; CI=true makes that fail.
SESSIONS := TestNotebooks|TestPanics|TestDeferredUnlock|TestRefused|TestReplaced|TestTwoSessions|TestValuesGo
# Not with gccheckmark, in which Go preempts no loop.
INTERRUPTS := TestInterrupts|TestAnInterrupt
ON_ARM64 := ./interp/rtype ./lib/internal/cpu ./lib/internal/sgemm ./lib/internal/vec
EMULATOR := $(shell command -v qemu-aarch64-static || command -v qemu-aarch64)
test-machine:
	$(GO) vet -unsafeptr ./interp/rtype ./interp/runtime ./interp/engine
	@mkdir -p .cache/machine
	$(GO) test -c -o .cache/machine/interp.test ./interp
	@for stress in GODEBUG=gccheckmark=1 GODEBUG=clobberfree=1 GOGC=1; do \
		echo "$$stress"; \
		env $$stress $(GO) test -count 1 ./interp/rtype && \
		case $$stress in *checkmark*) tests='$(SESSIONS)';; *) tests='$(SESSIONS)|$(INTERRUPTS)';; esac && \
		(cd interp && env $$stress ../.cache/machine/interp.test -test.short -test.run "$$tests") || exit 1; \
	done
	$(GO) test -count 1 -gcflags=-d=checkptr ./interp/rtype ./interp/runtime ./interp/engine
	@if command -v $${CC:-cc} >/dev/null 2>&1; then \
		echo "race detector, which checks unsafe pointers too" && \
		CGO_ENABLED=1 $(GO) test -race -count 1 ./interp/rtype && \
		CGO_ENABLED=1 $(GO) test -race -count 1 ./interp -run '$(SESSIONS)|$(INTERRUPTS)'; \
	else echo "No C compiler: nothing was run with the race detector."; [ "$$CI" != true ]; fi
	@if [ -n "$(EMULATOR)" ]; then \
		for pkg in $(ON_ARM64); do \
			echo "arm64 $$pkg"; \
			GOARCH=arm64 CGO_ENABLED=0 $(GO) test -c -o .cache/machine/arm64.test $$pkg && \
			(cd $$pkg && $(EMULATOR) $(CURDIR)/.cache/machine/arm64.test -test.short) || exit 1; \
		done; \
	else echo "No QEMU: nothing was run on arm64."; [ "$$CI" != true ]; fi

# Ten thousand cells that each define everything again: what they keep, and how
# much memory that takes.
test-long:
	GORGO_CELLS=10000 $(GO) test ./interp -run TestLongSession -v -timeout 60m

# PROGRAMS random programs of the seed SEED, compiled and interpreted. Those that
# differ are kept in KEEP, if it is set.
PROGRAMS ?= 2000
SEED ?= 1
fuzz-lang:
	GORGO_KEEP=$(KEEP) $(GO) test ./interp -run TestRandomPrograms -programs $(PROGRAMS) -seed $(SEED) -v -timeout 24h

# The interpreter's speed beside compiled Go's, plain yaegi's and CPython's.
bench-lang:
	$(GO) test ./interp/engine -run TestSpeed -speed 5 -v -timeout 30m

clean:
	rm -rf gorgo $(VENV) $(BENCH_VENV) .cache
