# make help lists what there is
.PHONY: help check test format release-check run-example run-spring-example dependency-trees
help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ -/'
check: ## everything that must be green before a commit
	mvn -B verify
test: ## the tests alone
	mvn -B test
format: ## format all Java sources
	mvn -q -B com.diffplug.spotless:spotless-maven-plugin:3.11.0:apply -pl '!sync-bom'
run-example: ## mirror one file with plain Java; NAME=JobOnThreeNodes, OwnConflictRule, ShareConfiguration: another of examples/
	mvn -q -B package -pl examples -am -DskipTests
	java -cp 'examples/target/classes:examples/target/lib/*' dev.tributary.examples.$(or $(NAME),MirrorOneFile)
run-spring-example: ## two mirrored files and a leader's job in a Spring Boot application
	mvn -q -B package -pl examples-spring-boot -am -DskipTests
	java -cp 'examples-spring-boot/target/classes:examples-spring-boot/target/lib/*' dev.tributary.examples.spring.RunExample
release-check: ## what a release needs besides a green build; after make check
	.ci/release-check
dependency-trees: ## write down what each published module brings along
	mvn -q -B generate-test-resources -pl examples-spring-boot -am
	for module in sync-api sync-election sync-conflict sync-core sync-postgres sync-spring-boot-starter sync-test; do \
	  cp $$module/target/dependency-tree.txt docs/dependencies/$$module.txt; done
