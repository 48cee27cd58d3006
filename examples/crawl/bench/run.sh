#!/bin/sh
# The ratio of crawl to a Python script with FastWARC and Resiliparse, from turns taken in one run.
#
#   ./run.sh FILE.warc.gz [ROUNDS] [parquet|jsonl]
#
# Both are one process that does it all: reading, unpacking, extracting, writing. They are compared twice: by CPU time with
# both held to one core, and by the clock as they are when started without options, crawl on all cores. PYTHON names
# the interpreter that has the packages.
set -eu
warc=$(realpath "${1:?name a WARC file}")
rounds=${2:-5}
format=${3:-parquet}
cd "$(dirname "$0")"
python=${PYTHON:-python3}
(cd .. && cargo build --release --quiet)
crawl=${CARGO_TARGET_DIR:-../target}/release/crawl
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# One core for both, where the system can pin.
pin=
if command -v taskset >/dev/null; then pin="taskset -c 0"; fi

# CPU seconds, user and system, of a command; and seconds by the clock.
seconds() { TIMEFORMAT='%U %S' bash -c 'time "$@" >"$0" 2>&1' "$out/said" "$@" 2>&1 | awk '{ print $1 + $2 }'; }
elapsed() { TIMEFORMAT='%R' bash -c 'time "$@" >"$0" 2>&1' "$out/said" "$@" 2>&1; }
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
megabytes=
ratios=
by_clock=
for round in $(seq "$rounds"); do
    rm -rf "$out/pages"
    # shellcheck disable=SC2086 # Two words or none.
    a=$(seconds $pin "$crawl" "$warc" --out "$out/pages" --jobs 1 --format "$format")
    b=$(seconds $pin "$python" python_crawl.py "$warc" "$out/pages.$format")
    pages=$(awk '{ print $1 }' "$out/said")
    megabytes=$(awk '{ print $3 / 1e6 }' "$out/said")
    echo "round $round: $(awk -v a="$a" -v b="$b" -v p="$pages" -v m="$megabytes" 'BEGIN {
        printf "crawl %.1f s (%.0f pages/s, %.0f MB/s), Python %.1f s (%.0f pages/s, %.0f MB/s), ratio %.2f",
            a, p / a, m / a, b, p / b, m / b, b / a }')"
    ratios="$ratios $(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.2f", b / a }')"
    rm -rf "$out/pages"
    a=$(elapsed "$crawl" "$warc" --out "$out/pages" --format "$format")
    b=$(elapsed "$python" python_crawl.py "$warc" "$out/pages.$format")
    by_clock="$by_clock $(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.2f", b / a }')"
done
# shellcheck disable=SC2086 # The list is meant to be split.
echo "crawl is $(printf '%s\n' $ratios | median) times as fast as FastWARC with Resiliparse on one core, median of $rounds rounds"
# shellcheck disable=SC2086
echo "and $(printf '%s\n' $by_clock | median) times by the clock on all $(nproc) cores"

