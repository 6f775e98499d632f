# huiying: every verb works alone on a fresh Debian 12 with Go; see README.md.
SHELL   := /bin/bash
BIN     := bin/huiying
GO      ?= go
SAYS    := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X huiying/app.Revision=$(SAYS)
FUZZFOR ?= 20s

.PHONY: setup assets build static release vuln demo test test-load kills recovery test-deploy test-elastic bench-scale bench-peers bench-elastic chaos lint race fuzz bench quality check generate clean

setup: ## what a fresh machine lacks: a C++ compiler, Chromium, CJK fonts and npm for the browser tests, Go modules
	@scripts/setup.sh

assets: ## the embedded copy of the pages' library, from the version that console/assets locks
	@scripts/setup.sh assets
	@cp console/assets/node_modules/htmx.org/dist/htmx.min.js console/kit/static/

build: $(BIN)

.PHONY: $(BIN)
$(BIN):
	@$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/huiying

static: ## one file that needs no library of the machine it runs on, for containers and old systems
	@$(GO) build -trimpath -tags netgo,osusergo -ldflags '$(LDFLAGS) -linkmode external -extldflags -static' -o $(BIN) ./cmd/huiying

release: static ## the static file with its parts as CycloneDX and checksums beside it
	@GO=$(GO) scripts/release.sh $(BIN) $(SAYS)

vuln: ## known vulnerabilities in what the program calls; says so where the database cannot be reached
	@GO=$(GO) scripts/vuln.sh

demo: ## the tour: sample sites, the whole pipeline, the console on http://127.0.0.1:8080
	@scripts/setup.sh compiler modules
	@$(MAKE) --no-print-directory build
	@$(BIN) demo $(ARGS)

test: ## everything a change must pass: format, vet, lint, import rules, all tests with the race detector
	@scripts/setup.sh
	@$(MAKE) --no-print-directory lint
	@scripts/test.sh ./...

test-load: ## the tests of whole flows, RUNS times (default 10), beside two busy cores and a disk that others sync to
	@scripts/test-load.sh $(or $(RUNS),10)

kills: ## kill a house KILLS times (default 60) during imports, casework, starts, changes of settings, reindex and restore; its balance closes
	@HUIYING_KILLS=$(or $(KILLS),60) $(GO) test ./app/flow/kill -run TheBalanceCloses -count=1 -timeout 2h -v

recovery: ## save, prove and restore a house of EVENTS events (default 1,000,000)
	@HUIYING_EVENTS=$(or $(EVENTS),1000000) $(GO) test ./app/flow/backup -run ABackupOfAMillionEvents -count=1 -timeout 1h -v

test-deploy: ## what is in deploy/, by the tools that will read it (a module of its own, for they bring many)
	@cd deploy && $(GO) tool -modfile=../go.mod gotestsum --format pkgname --post-run-command '../scripts/tally.sh' -- ./...

test-elastic: ## what needs a real search server: downloads, starts and stops Elasticsearch, the same with accounts and TLS, OpenSearch (or SERVERS=)
	@scripts/test-elastic.sh $(SERVERS)

lint:
	@GO=$(GO) scripts/lint.sh

race: ## the tests alone, with the race detector
	@. scripts/race.sh && $(GO) test -race ./...

fuzz: ## every fuzz target for FUZZFOR (default 20s) each
	@scripts/fuzz.sh $(FUZZFOR)

bench: ## the pipeline's rate beside the raw parts, in one run
	@$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN)-bench ./cmd/huiying-bench
	@$(BIN)-bench $(ARGS)

bench-scale: ## 100,000 pages of 2,000 sources on a local test web, by turns with plain Colly (ARGS=-short: a tenth)
	@$(GO) test ./collectors/web -run '^$$' -bench Scale -benchtime 1x -timeout 60m $(ARGS)

bench-peers: build ## pages read beside trafilatura, htmldate and GNE, on the data in HUIYING_SHARED (default ../shared)
	@scripts/peers.py

bench-elastic: ## Put of the index on Elasticsearch beside esutil's bulk indexer (COUNT documents, default 12000)
	@scripts/setup.sh search
	@$(GO) build -trimpath -tags esutil -o $(BIN)-esutil ./cmd/huiying-bench
	@scripts/elastic.sh elasticsearch sh -c '$(BIN)-esutil --elastic "$$HUIYING_ELASTIC_URL" --count $(or $(COUNT),12000)'

chaos: recovery ## restore a million events, then break a running house part by part under load and compare what was promised (ARGS='--each 1m --faults nats-kill,cut --seed 7'; root)
	@mkdir -p bin && $(GO) build -o bin/chaos ./chaos && bin/chaos $(ARGS)

quality: build ## the accuracy of every judgement on the data in HUIYING_SHARED (default ../shared); WRITE=1 puts it into docs/quality.md
	@scripts/quality.sh

check: build ## the shipped configuration (or CONFIG=DIR), today or AT=YYYY-MM-DD
	@$(BIN) check $(if $(CONFIG),--config $(CONFIG)) $(if $(AT),--at $(AT))

generate: ## embedded tables: jieba's dictionaries, the divisions
	@$(GO) generate ./...

clean:
	@rm -rf bin
