# kready's everyday commands. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# A tag names a release; without one, the version is what the source says.
VERSION ?= $(shell git describe --tags --dirty 2>/dev/null)
LDFLAGS := -s -w $(if $(VERSION),-X github.com/kready/kready/internal/cli.version=$(VERSION))

# kready itself, and the modules that only tests and their tools are made of.
MODULES := . e2e/driver e2e/controlplane e2e/html e2e/kind e2e/policyagent
BENCH_FLAGS ?=
GOTESTFLAGS ?=

.PHONY: help
help: ## List these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS=$$'\t' read -r name what; do printf '  %-14s %s\n' "$$name" "$$what"; done

.PHONY: build
build: ## Build bin/kready
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/kready ./cmd/kready

# The same for the same commit: the date is the commit's.
.PHONY: man
man: ## Write the man pages to bin/man
	rm -rf bin/man
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) go run -ldflags '$(LDFLAGS)' ./internal/cli/man bin/man

# Docker has to be there; ko builds the image without it: ko build ./cmd/kready. The tag is the
# version that bin/kready has, so that its probes ask for this image.
IMAGE ?= ghcr.io/kready/kready:$(or $(VERSION),$(shell sed -n 's/^var version = "\(.*\)"/\1/p' internal/cli/root.go))
ARCH ?= $(shell go env GOARCH)
.PHONY: image
image: ## Build the container image, IMAGE=name:tag
	GOOS=linux GOARCH=$(ARCH) CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/image/linux/$(ARCH)/kready ./cmd/kready
	docker build --file Dockerfile --build-arg TARGETPLATFORM=linux/$(ARCH) --build-arg VERSION=$(or $(VERSION),dev) --build-arg REVISION=$$(git rev-parse HEAD) --tag $(IMAGE) bin/image

# What a kind cluster needs for the probes of a kready that was built here.
CLUSTER ?= kind
.PHONY: kind-load
kind-load: image ## Build the container image and load it into a kind cluster, CLUSTER=name
	kind load docker-image $(IMAGE) --name $(CLUSTER)

.PHONY: test
test: test-unit test-controlplane ## Run the unit tests, then those against a real API server (20 minutes on two cores)

# testsum prints packages as they end, that it goes on, and the count of tests.
TESTSUM = $(CURDIR)/bin/testsum $(filter -v,$(GOTESTFLAGS))
.PHONY: testsum
testsum:
	@CGO_ENABLED=0 go build -o bin/testsum ./internal/testsum

.PHONY: test-unit
test-unit: testsum
	@echo 'make test, 1 of 2: builds and runs the unit tests of every package; about 8 minutes on two cores, less once Go has them in its cache'
	go vet ./...
	go test -json -timeout 20m $(GOTESTFLAGS) ./... | $(TESTSUM)

# -count=1: the binary under test is nothing that Go's test cache knows of.
.PHONY: test-controlplane
test-controlplane: build testsum
	@echo 'make test, 2 of 2: builds kube-apiserver and etcd once, some minutes, then runs kready against them; about 11 minutes on two cores'
	assets=$$(e2e/assets.sh); cd e2e/controlplane; KUBEBUILDER_ASSETS=$$assets go test -json -count=1 -timeout 20m $(GOTESTFLAGS) ./... | $(TESTSUM)

# All ways of being hostile before all kinds of request, a quarter of an hour; then every field
# out of every fixture, some fifteen minutes on one core. A part of both is in `make test`.
.PHONY: chaos
chaos: build ## Put faults and attacks before kready, within 512 MB, and print a table
	assets=$$(e2e/assets.sh); cd e2e/controlplane; KREADY_CHAOS=all KUBEBUILDER_ASSETS=$$assets go test -count=1 -timeout 40m -run TestChaos $(GOTESTFLAGS) ./...
	KREADY_CHAOS=all go test -count=1 -timeout 2h -v -run "TestNothingMissingAcquits|TestOddObjects" ./internal/engine

# axe-core comes from npm, once; without npm, or without pdftotext, its part is skipped.
.PHONY: test-html
test-html: build ## Open the HTML report in headless Chromium
	if ! command -v $${KREADY_CHROMIUM:-chromium chromium-browser google-chrome} >/dev/null; then echo 'test-html: SKIPPED: no Chromium here (Debian: apt-get install chromium poppler-utils)'; exit 0; fi; cd e2e/html; go test -count=1 -timeout 15m $(GOTESTFLAGS) ./...

.PHONY: lint
lint: ## Check style and likely mistakes in Go, Rego, shell and workflows
	lint=$$(.ci/tools.sh golangci-lint); for m in $(MODULES); do (cd $$m; "$$lint" run); done
	opa=$$(.ci/tools.sh opa); "$$opa" fmt --fail --list policies
	"$$(.ci/tools.sh regal)" lint policies
	"$$(.ci/tools.sh actionlint)" .github/workflows/*.yml
	if command -v shellcheck >/dev/null; then shellcheck -x .ci/run .ci/*.sh deploy/*.sh deploy/action/*.sh e2e/*.sh e2e/nodeimage/*.sh e2e/batteries/*.sh; else echo 'shellcheck is not installed: shell scripts are not checked'; fi

.PHONY: fmt
fmt: ## Format Go and Rego
	"$$(.ci/tools.sh golangci-lint)" fmt
	"$$(.ci/tools.sh opa)" fmt --write policies

.PHONY: generate
generate: ## Write what is made from the code
	go generate ./...

.PHONY: verify
verify: generate fmt ## Fail if generating, formatting or tidying changes or adds a file
	for m in $(MODULES); do (cd $$m; go mod tidy -diff); done
	git diff --exit-code
	new=$$(git ls-files --others --exclude-standard); if [[ -n $$new ]]; then echo "not in git: $$new"; exit 1; fi

.PHONY: new-check
new-check: ## Write the files of a new check: make new-check ID=battery/name
	@go run ./internal/scaffold/newcheck $(ID)
	@go generate ./internal/policy

# The index of the checks is made anew, since the tests of the fixtures find checks by it.
.PHONY: test-check
test-check: ## Run the tests of one Rego check: make test-check ID=battery/name
	go generate ./internal/policy
	go test ./internal/policy ./internal/engine -run '^(TestRego|TestFixtures)$$/^$(ID)$$'

.PHONY: demo
demo: build ## Show what kready says of a bare kind cluster, from a recorded snapshot
	@bin/kready check --from e2e/recorded/bare-kind.json || [[ $$? == 1 ]]
	@printf '\nAnd can this service land there?\n\n'
	@bin/kready land e2e/recorded/shop.yaml -n shop --from e2e/recorded/bare-kind.json || [[ $$? == 1 ]]
	@printf '\nThat was a snapshot. Of your own cluster, with your kubeconfig:\n\n  bin/kready check\n  bin/kready check --context NAME\n\n'

.PHONY: e2e
e2e: test-controlplane e2e-kind e2e-batteries ## Run kready against a real API server and kind clusters, bare and with batteries

# Docker and the node image are made where they are missing; KREADY_E2E_KEEP=1 keeps the cluster
# for the next run, KREADY_RECORD=1 records the demo's snapshot.
.PHONY: e2e-kind
e2e-kind: kind-ready ## Run kready in a bare kind cluster: checks, deploy/, probes
	image=$$(e2e/nodeimage/build.sh); cd e2e/kind; KREADY_NODE_IMAGE=$$image KREADY_POLICYAGENT=$(CURDIR)/bin/policyagent \
	  go test -v -count=1 -timeout 50m -run 'TestBareCluster|TestProof' $(GOTESTFLAGS) ./...

# BATTERIES=core leaves out those that take long to build.
BATTERIES ?= all
.PHONY: e2e-batteries
e2e-batteries: kind-ready ## Install batteries in a kind cluster, prove them, break one after the other
	image=$$(e2e/nodeimage/build.sh); batteries=$$(e2e/batteries/build.sh $(BATTERIES)); cd e2e/kind; \
	  KREADY_NODE_IMAGE=$$image KREADY_POLICYAGENT=$(CURDIR)/bin/policyagent KREADY_BATTERIES=$$batteries KREADY_BATTERIES_PART=$(BATTERIES) \
	  go test -v -count=1 -timeout 60m -run TestBatteries $(GOTESTFLAGS) ./...

.PHONY: kind-ready
kind-ready: build
	cd e2e/policyagent; CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o ../../bin/policyagent .
	e2e/nodeimage/docker-engine.sh

# What is measured is added to HISTORY, and printed beside the newest other commit there; HISTORY= keeps nothing.
# The large cluster is written into etcd: with all its rows it takes some 15 minutes on two cores, and 6 GiB.
HISTORY ?= e2e/bench/history.tsv
BENCH_HISTORY = -history '$(abspath $(HISTORY))' -commit "$$(git describe --always --dirty --exclude '*')"
.PHONY: bench
bench: bench-start ## Measure time, memory and requests: small clusters, fleets, files, and 5,000 nodes beside the floor
	assets=$$(e2e/assets.sh); cd e2e/controlplane; KUBEBUILDER_ASSETS=$$assets go run ./bench $(BENCH_HISTORY) $(BENCH_FLAGS)

.PHONY: bench-start
bench-start: build ## Measure what needs no cluster: size, start, files, fleets of snapshots
	cd e2e/driver; go run ./start $(BENCH_HISTORY)

.PHONY: release-check
release-check: ## Check how a release is made (builds goreleaser once, minutes)
	"$$(.ci/tools.sh goreleaser)" check

.PHONY: clean
clean: ## Remove what was built here
	rm -rf bin
