#!/usr/bin/env bash
# The closing line of a test run, from what the runner counted.
sleep 0.2 # after the runner's own last line
errors=${TESTS_ERRORS:-0} # packages that did not build
echo "$((TESTS_TOTAL - TESTS_FAILED - TESTS_SKIPPED)) passed, $((TESTS_FAILED + errors)) failed"
