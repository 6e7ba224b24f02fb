# Every target says what it does in the comment after ##; `make help` prints them.
export GOFLAGS := -buildvcs=false
BIN := .bin
MODULES := $(shell go list -m -f '{{.Dir}}/...' 2>/dev/null)
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
# What the contracts may not break: the last release. Nothing is promised before the first.
BASE ?= $(shell git describe --tags --abbrev=0 --match 'v*' 2>/dev/null)

.PHONY: help
help: ## Prints this list
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.PHONY: build
build: ## Builds bin/hup, one static binary
	CGO_ENABLED=0 go build -trimpath -tags grpcnotrace -ldflags '-s -w -X main.version=$(VERSION)' -o bin/hup hup.example/deploy/hup

.PHONY: run
run: build ## Builds and starts everything in one process with demo data, kept in ./data
	bin/hup serve --demo --data ./data

.PHONY: setup
setup: ## Installs what the tests need: PostgreSQL, Chromium, a font (Debian, as root or with sudo)
	scripts/setup

.PHONY: test
test: ## Runs all checks and tests, installing what they need; without it those tests are skipped
	@if [ -x $(BIN)/buf ]; then $(MAKE) --no-print-directory proto-check; else echo 'proto-check: left out, `make tools` builds buf'; fi
	@if scripts/setup; then export HUP_REQUIRE_POSTGRES=1 HUP_REQUIRE_BROWSER=1; fi; failed=0; \
	$(MAKE) --no-print-directory check || failed=1; \
	echo 'go test work'; go test -timeout 30m work || failed=1; \
	exit $$failed

.PHONY: check
check: ## Holds the rules of the code: who imports whom, only the clock tells the time, sizes, modules that build alone
	cd scripts/checks && GOWORK=off go test -count=1 -timeout 30m ./...

.PHONY: lint
lint: ## Looks for what gofmt and go vet complain about
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted"; exit 1; fi
	go vet work
	cd scripts/checks && GOWORK=off go vet ./...

.PHONY: bench
bench: build ## Measures the platform beside the limits of the machine; the report goes to scripts/bench/results/latest.md
	mkdir -p scripts/bench/results
	cd scripts/bench && GOWORK=off go run . -hup ../../bin/hup -o results/latest.md
	go test -run '^$$' -bench . -benchmem hup.example/services/kit/store

.PHONY: bench-sizes
bench-sizes: build ## Asks the same of a small and a large installation; the report goes to scripts/bench/results/sizes-latest.md
	mkdir -p scripts/bench/results
	cd scripts/bench && GOWORK=off go run . sizes -hup ../../bin/hup -o results/sizes-latest.md

.PHONY: tools
tools: $(BIN)/buf $(BIN)/protodeps ## Builds the pinned proto tools into .bin (minutes the first time)

$(BIN)/buf: scripts/tools/buf/go.mod
	cd scripts/tools/buf && GOWORK=off go build -o ../../../$(BIN)/ tool

$(BIN)/protodeps: scripts/tools/gen/go.mod scripts/tools/gen/protodeps/main.go
	cd scripts/tools/gen && GOWORK=off go build -o ../../../$(BIN)/ tool && GOWORK=off go build -o ../../../$(BIN)/protodeps ./protodeps

proto-deps: $(BIN)/protodeps
	rm -rf $@ && $(BIN)/protodeps -o $@

.PHONY: proto
proto: tools proto-deps ## Formats and lints the contracts, generates the code committed under proto/gen
	$(BIN)/buf format -w proto
	$(BIN)/buf lint
	$(BIN)/buf generate
	cd proto && GOWORK=off go mod tidy
	@$(MAKE) --no-print-directory .openapi
	mkdir -p proto/gen/openapi && mv .openapi/openapi.json proto/gen/openapi/ && rm -rf .openapi

.PHONY: .openapi
.openapi: # The OpenAPI document of the contracts and of the generated code, in .openapi/openapi.json
	$(BIN)/buf generate --template buf.gen.openapi.yaml
	$(BIN)/openapiv3-merge proto/openapi.base.json $$(find .openapi -name '*.json' | LC_ALL=C sort) > .openapi/merged
	cd scripts/tools/gen && GOWORK=off go run -mod=mod ./openapirules < ../../../.openapi/merged > ../../../.openapi/openapi.json

.PHONY: proto-check
proto-check: tools proto-deps ## Compares the generated code with the contracts, and the contracts with the last release
	$(BIN)/buf format --diff --exit-code proto
	$(BIN)/buf lint
	rm -rf .proto-check && $(BIN)/buf generate -o .proto-check
	diff -r .proto-check/proto/gen/go proto/gen/go; rc=$$?; rm -rf .proto-check; exit $$rc
	@$(MAKE) --no-print-directory .openapi
	diff .openapi/openapi.json proto/gen/openapi/openapi.json; rc=$$?; rm -rf .openapi; exit $$rc
	@$(MAKE) --no-print-directory proto-breaking

.PHONY: proto-breaking
proto-breaking: proto-deps ## Refuses a contract that breaks clients of BASE (a tag or commit; the last release when not set)
ifeq ($(BASE),)
	@echo 'proto-breaking: no release yet, nothing to break'
else
	rm -rf .proto-base && mkdir .proto-base && git archive $(BASE) buf.yaml proto | tar -x -C .proto-base
	cp -r proto-deps .proto-base/
	$(BIN)/buf breaking --against .proto-base; rc=$$?; rm -rf .proto-base; exit $$rc
endif
