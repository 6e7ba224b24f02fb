# Every target says what it does in the comment after ##; `make help` prints them.
export GOFLAGS := -buildvcs=false
BIN := .bin
MODULES := $(shell go list -m -f '{{.Dir}}/...' 2>/dev/null)

.PHONY: help
help: ## Prints this list
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

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
	cd proto && go mod tidy
