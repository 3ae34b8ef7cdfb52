# make help lists what there is
.PHONY: help check test format run-example
help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ -/'
check: ## everything that must be green before a commit
	mvn -B verify
test: ## the tests alone
	mvn -B test
format: ## format all Java sources
	mvn -q -B com.diffplug.spotless:spotless-maven-plugin:3.11.0:apply -pl '!sync-bom'
run-example: ## mirror one file with plain Java, from examples/
	mvn -q -B package -pl examples -am -DskipTests
	java -cp 'examples/target/classes:examples/target/lib/*' dev.tributary.examples.MirrorOneFile
