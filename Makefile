# make help lists what there is
.PHONY: help check test format bench
help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/ -/'
check: ## everything that must be green before a commit
	mvn -B verify
test: ## the quick tests
	mvn -B test
format: ## format all Java sources
	mvn -q -B com.diffplug.spotless:spotless-maven-plugin:3.11.0:apply -pl '!sync-bom'
