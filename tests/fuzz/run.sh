#!/bin/sh
# Fuzzes every target for some seconds, one after the other, starting from the fixtures.
#
#   ./run.sh [SECONDS] [TARGET...]
#
# Needs `cargo install cargo-fuzz` and a nightly toolchain. Crashes are kept in artifacts/, what was found on the way in
# corpus/; neither is part of the repository. A page that crashes becomes a fixture below tests/.
set -eu
cd "$(dirname "$0")"
seconds=${1:-600}
[ $# -gt 0 ] && shift
targets=${*:-bytes text structured data render same_tree dumps}
for target in $targets; do
    mkdir -p "corpus/$target"
    echo "== $target"
    seeds=../pages dict=html.dict
    if [ "$target" = dumps ]; then seeds=../dumps dict=dumps.dict; fi
    # What is looked for is panics, hangs and memory: without `unsafe` a sanitizer only slows the search down.
    cargo +nightly fuzz run --fuzz-dir . --sanitizer none "$target" "corpus/$target" "$seeds" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -dict="$dict" -print_final_stats=1
done
