# `make run` is all a newcomer needs. What these targets build lives in .venv, .build, console/node_modules
# and console/dist; the database of an ordinary user lives in var (root: /var/lib/siaga).
PY ?= python3
.DEFAULT_GOAL := help
.PHONY: help run test test-all check bench setup clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'
run: ## install what is missing, build the console, start the demo room on port 8112
	@$(PY) -m tools.dev run $(ARGS)
test: ## every test but the long ones, with Chromium, PostgreSQL 15 and a telephone; says last what could not run
	@$(PY) -m tools.dev test $(ARGS)
test-all: ## the long tests too: killed switches, floods of strangers, a thousand calls, failing receivers
	@$(PY) -m tools.dev test-all $(ARGS)
check: ## the quick checks before a commit: style, types, import contracts, fast tests
	@$(PY) -m tools.dev check
bench: ## measure append, intake and screen against their floors
	@$(PY) -m tools.dev bench $(ARGS)
setup: ## only install and build, start nothing (for images and CI)
	@$(PY) -m tools.dev setup
clean: ## remove everything built; databases stay
	@rm -rf .venv .build console/node_modules console/dist
